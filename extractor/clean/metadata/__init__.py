"""What a page says of itself: every witness heard, one rule for who wins, the winner named."""
