package snmptest

import (
	"net"
	"net/netip"
	"time"
)

// overhead is what a message of v1 or v2c has around its varbinds, without the community, at most.
const overhead = 40

// serve answers requests one by one until the socket is closed.
func (a *Agent) serve(conn, side *net.UDPConn, done <-chan struct{}) {
	buffer := make([]byte, maxDatagram)
	for {
		n, from, err := conn.ReadFromUDPAddrPort(buffer)
		if err != nil {
			return
		}
		answer, faults := a.handle(buffer[:n])
		if answer == nil {
			continue
		}
		if !pause(faults.Delay, done) {
			return
		}
		a.send(conn, side, from, answer, faults)
	}
}

// pause waits and says whether the agent is still open.
func pause(d time.Duration, done <-chan struct{}) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-done:
		return false
	}
}

// send sends an answer, spoilt as a datagram.
func (a *Agent) send(conn, side *net.UDPConn, to netip.AddrPort, answer []byte, f Faults) {
	if f.Garbage {
		answer = a.garbage()
	}
	if f.Truncate {
		answer = answer[:len(answer)/2]
	}
	if f.OtherPort {
		conn = side
	}
	times := 1
	if f.Duplicate {
		times = 2
	}
	for range times {
		n, _ := conn.WriteToUDPAddrPort(answer, to)
		a.mu.Lock()
		a.stats.BytesOut += int64(n)
		a.mu.Unlock()
	}
}

// garbage is noise that no decoder takes for the beginning of a message.
func (a *Agent) garbage() []byte {
	a.mu.Lock()
	defer a.mu.Unlock()
	b := make([]byte, 120)
	for i := range b {
		b[i] = byte(a.noise.Uint32()) | 0x80
	}
	return b
}

// handle returns the answer to a datagram, or nil, and the faults that it meets.
func (a *Agent) handle(datagram []byte) ([]byte, Faults) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.stats.Datagrams++
	a.stats.BytesIn += int64(len(datagram))
	outer := fields{rest: datagram}
	message := outer.sequence()
	version := message.integer()
	var answer []byte
	switch {
	case message.bad:
		a.stats.Refused++
	case version == wireV1 || version == wireV2c:
		answer = a.community(version, message)
	case version == wireV3:
		answer = a.secure(datagram, message)
	default:
		a.stats.Refused++
	}
	return answer, a.faults
}

// community answers v1 and v2c.
func (a *Agent) community(version int64, message *fields) []byte {
	community := message.octets()
	request, err := readPDU(message)
	if err != nil || !a.communities[community] {
		a.stats.Refused++
		return nil
	}
	a.note(version, request)
	answer, ok := a.answer(version, request, a.maxSize-overhead-len(community))
	if !ok {
		a.stats.Dropped++
		return nil
	}
	a.stats.Answered += len(answer.binds)
	if a.faults.WrongCommunity {
		community = "not " + community
	}
	if a.faults.WrongVersion {
		version = wireV1
	}
	return encodeCommunity(version, community, answer)
}
