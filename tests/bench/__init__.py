"""What is measured against bare stacks in one run (`make bench`)."""
