"""What one decision rests on, as a value, as text and as HTML."""
