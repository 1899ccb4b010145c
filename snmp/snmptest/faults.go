package snmptest

import "time"

// Faults are ways to misbehave. The zero value is an agent that does well. Many may be had at once.
//
// What is wrong with one value is no fault of its own but a value like any other: see [Value].
type Faults struct {
	// Datagrams.
	DropAll        bool          // answers nothing
	DropEvery      int           // does not answer every nth request
	DropAbove      int           // does not answer requests with more varbinds
	Delay          time.Duration // time for each request, one after the other
	Duplicate      bool          // sends each answer twice
	OtherPort      bool          // answers from another port
	Garbage        bool          // bytes that are no BER instead of each answer
	Truncate       bool          // half of each answer
	WrongID        bool          // with another request-id, and in v3 another msgID
	WrongCommunity bool          // with another community
	WrongVersion   bool          // answers v2c with v1

	// What is taken.
	V1Only    bool // answers v1 only
	NoBulk    bool // does not answer GETBULK
	SingleGet bool // does not answer a GET of several varbinds

	// Error statuses.
	TooBigAbove int    // tooBig when there are more varbinds in the answer
	TooBigBytes int    // tooBig, in GETBULK too, when the answer has more bytes
	TooBigEcho  bool   // tooBig with the varbinds of the request, in v2c too
	GenErrBulk  bool   // genErr for each GETBULK
	GenErrAt    string // genErr for requests whose answer has this instance

	// Which varbinds are answered.
	OneVarbind bool   // the first one only, whatever was asked
	NoVarbinds bool   // none, and no error
	Swapped    bool   // the first two of an answer in the wrong order
	Reversed   bool   // those of a GETBULK answer in decreasing order
	BulkOne    bool   // one repetition only
	BulkRows   int    // so many repetitions, whatever was asked and however large the answer gets
	SameOID    bool   // GETNEXT and GETBULK never get on from an instance
	StartsOver string // GETNEXT and GETBULK from this instance on begin at its object again
	Endless    string // below this object there is always one more
}

// Faults makes the agent misbehave in these ways, and in those only, from the next request on.
func (a *Agent) Faults(f Faults) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.faults = f
}

// drops says whether a request is not answered at all. The agent is locked.
func (a *Agent) drops(version int64, p pdu) bool {
	f := &a.faults
	n := len(p.binds)
	switch {
	case f.DropAll,
		f.DropEvery > 0 && a.counted%f.DropEvery == 0,
		f.DropAbove > 0 && n > f.DropAbove,
		f.V1Only && version != wireV1,
		f.NoBulk && p.kind == GetBulk,
		f.SingleGet && p.kind == Get && n > 1:
		return true
	}
	return false
}

// spoil changes an answer that was right. The agent is locked.
func (a *Agent) spoil(request, answer pdu) pdu {
	f := &a.faults
	if f.WrongID {
		answer.id++
	}
	if answer.status != 0 {
		return answer
	}
	n := len(answer.binds)
	switch {
	case f.NoVarbinds:
		answer.binds = nil
	case f.OneVarbind:
		answer.binds = answer.binds[:min(1, n)]
	case f.Swapped && n > 1:
		answer.binds[0], answer.binds[1] = answer.binds[1], answer.binds[0]
	case f.Reversed && request.kind == GetBulk:
		for i := range n / 2 {
			answer.binds[i], answer.binds[n-1-i] = answer.binds[n-1-i], answer.binds[i]
		}
	}
	return answer
}
