"""Process definitions: read, checked, versioned, published."""
