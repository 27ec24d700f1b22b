"""The electoral register, boards, doors, and the phones that record at them."""
