"""What is on, of everybody, on one page: the agenda's lines, the month on paper, newsletters, the agenda on other sites."""
