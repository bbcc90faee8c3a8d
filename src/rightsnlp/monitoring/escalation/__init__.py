"""Cases sent to companies, the register of what was sent, and the answers matched back."""
