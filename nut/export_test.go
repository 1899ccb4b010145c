package nut

import "time"

// SetPatience sets how long a Reader waits for the answer behind another one before it doubts that
// the server takes several commands.
func (r *Reader) SetPatience(d time.Duration) { r.patience = d }

// SetClock sets the clock by which a Reader forgets.
func (r *Reader) SetClock(now func() time.Time) { r.now = now }
