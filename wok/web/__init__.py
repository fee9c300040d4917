"""The ground every page stands on: access marks, form base, filters, page furniture; knows no feature."""
