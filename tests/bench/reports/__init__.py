"""Reports at 5,000 guests and 100,000 scans."""
