"""``python -m rightsnlp`` is the command ``rightsnlp``."""

from rightsnlp.cli import main

if __name__ == "__main__":
    main()
