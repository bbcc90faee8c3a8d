"""What every command shares: its options, how it speaks to a person, and how it fails."""
