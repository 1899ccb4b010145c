package trap

// A Tally says how many notices came to what.
type Tally struct {
	Confirmed uint64 // a read shows it, too, or agrees with it
	Reported  uint64 // no read shows it: it is all there is, and is recorded
	Denied    uint64 // a read says otherwise, or it ends what nobody saw begin
	Expired   uint64 // the device was not read, or it is not certain which one it is of
	Repeated  uint64 // it only repeats others that wait
	Lost      uint64 // there was no room
}

func (t *Tally) add(o Tally) {
	t.Confirmed += o.Confirmed
	t.Reported += o.Reported
	t.Denied += o.Denied
	t.Expired += o.Expired
	t.Repeated += o.Repeated
	t.Lost += o.Lost
}
