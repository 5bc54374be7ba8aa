"""Writers of the reference pages: what is generated is never edited, and a test holds each page against the code."""
