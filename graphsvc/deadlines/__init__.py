"""What a deadline printed in a Russian plan means."""
