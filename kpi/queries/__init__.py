"""Named reads: each takes who asks (`Viewer`) and at which moment, and answers with small frames or values."""
