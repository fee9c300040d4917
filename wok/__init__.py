"""The Wok: booking and scheduling for a house of associations. SPDX-License-Identifier: EUPL-1.2"""
