package nut

import "cmp"

// Limits bounds what a server can make the client keep. A field that is not positive takes its
// default. Genuine upsd stays far below all of them: its lines end at 512 bytes and its values at
// 255.
type Limits struct {
	Line  int   // bytes of one line with its end; default 8 KiB, never below 16
	Value int   // bytes of one value or description, quotes undone; default 4 KiB
	Vars  int   // variables of one UPS; default 4096
	UPSes int   // UPSes of one server; default 1024
	Bytes int64 // bytes of all answers on one connection; default 2 MiB
}

func (l Limits) withDefaults() Limits {
	return Limits{
		Line:  cmp.Or(max(l.Line, 0), 8<<10),
		Value: cmp.Or(max(l.Value, 0), 4<<10),
		Vars:  cmp.Or(max(l.Vars, 0), 4096),
		UPSes: cmp.Or(max(l.UPSes, 0), 1024),
		Bytes: cmp.Or(max(l.Bytes, 0), 2<<20),
	}
}
