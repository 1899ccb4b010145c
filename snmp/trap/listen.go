package trap

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"sync"
	"time"
)

// socketBuffer is asked of the system for what arrives at once, in octets; it may give less.
const socketBuffer = 1 << 20

// answerWithin is how long an answer may take to be handed to the system.
const answerWithin = time.Second

// A Listener receives notifications until its context ends.
type Listener struct {
	Stats Stats

	o     Options
	conn  *net.UDPConn
	rate  *rate
	queue chan datagram
	desk  desk
	busy  sync.Mutex // held for the desk
	done  sync.WaitGroup
	once  sync.Once
	err   error // of receiving; after done
}

// A datagram is what waits to be read.
type datagram struct {
	from   netip.Addr     // as it is known: without a zone, and v4 as v4
	back   netip.AddrPort // where an answer goes
	access Access
	octets []byte
	at     time.Time
}

// Listen opens the socket and receives until ctx ends or Close is called. Two goroutines do all of
// it: one receives and refuses, one reads, answers and hands over.
func Listen(ctx context.Context, o Options) (*Listener, error) {
	o, err := o.check()
	if err != nil {
		return nil, err
	}
	var config net.ListenConfig
	packets, err := config.ListenPacket(ctx, "udp", o.Address)
	if err != nil {
		return nil, fmt.Errorf("listen for traps: %w", err)
	}
	conn := packets.(*net.UDPConn)
	_ = conn.SetReadBuffer(socketBuffer) // as much as the system gives
	l := &Listener{
		o: o, conn: conn, rate: newRate(o.Burst, o.PerSecond), queue: make(chan datagram, o.Queue),
	}
	l.desk = desk{engine: newEngine(o.Name, o.State.Boots, o.Now()), clocks: o.State.clocks(o.Now()), now: o.Now}
	stop := context.AfterFunc(ctx, l.close)
	l.done.Go(func() {
		defer stop()
		defer close(l.queue)
		l.receive()
	})
	l.done.Go(l.work)
	return l, nil
}

// Addr is where it listens.
func (l *Listener) Addr() netip.AddrPort { return l.conn.LocalAddr().(*net.UDPAddr).AddrPort() }

// Close ends it, and returns when all that was accepted is handled.
func (l *Listener) Close() error {
	l.close()
	return l.Wait()
}

// Wait waits for its end, and returns why it ended: nil when it was told to.
func (l *Listener) Wait() error {
	l.done.Wait()
	return l.err
}

func (l *Listener) close() { l.once.Do(func() { _ = l.conn.Close() }) }

// The socket is given up when it had nothing but errors for so long. Their number says nothing: some systems make one
// of each answer that was not wanted. After each there is a pause.
const (
	faultyFor  = 10 * time.Second
	faultPause = time.Millisecond
)

// receive takes datagrams from the socket, and lets pass those that may have a meaning.
func (l *Listener) receive() {
	buffer := make([]byte, l.o.MaxDatagram+1)
	var faulty time.Time // since when; zero if the last was none
	for {
		n, from, err := l.conn.ReadFromUDPAddrPort(buffer)
		switch {
		case errors.Is(err, net.ErrClosed):
			return
		case err != nil && n == 0:
			if now := l.o.Now(); faulty.IsZero() {
				faulty = now
			} else if now.Sub(faulty) >= faultyFor {
				l.err = fmt.Errorf("receive traps: %w", err)
				l.close()
				return
			}
			time.Sleep(faultPause)
			continue
		}
		faulty = time.Time{}
		l.admit(buffer[:n], from, err)
	}
}

// admit refuses what need not be read, cheapest first, and queues the rest.
func (l *Listener) admit(octets []byte, back netip.AddrPort, err error) {
	now, from := l.o.Now(), back.Addr().Unmap().WithZone("")
	access, ok := l.o.Sender(from)
	outcome := Dropped
	switch {
	case !ok:
		outcome = Refused
	case !l.rate.allow(from, now):
		outcome = Limited
	case err != nil || len(octets) > l.o.MaxDatagram:
		outcome = Malformed
	default:
		select {
		case l.queue <- datagram{from, back, access, bytes.Clone(octets), now}:
			return
		default:
		}
	}
	l.count(versionUnknown, outcome, from)
}

// count counts what became of a datagram.
func (l *Listener) count(version int, o Outcome, from netip.Addr) {
	l.Stats.add(version, o)
	if o.Refusal() && l.o.Refused != nil {
		l.o.Refused(from, o)
	}
}

// work reads what was queued, in its order: the end of an event must not come before its begin.
func (l *Listener) work() {
	for d := range l.queue {
		l.busy.Lock()
		v := l.desk.read(d)
		l.busy.Unlock()
		if v.notice != nil && !l.o.Handle(*v.notice) {
			v.outcome, v.answer = Dropped, nil
		}
		l.count(v.version, v.outcome, d.from)
		if v.answer != nil {
			l.send(v, d.back)
		}
	}
}

// send answers. An inform is answered when it was handled: otherwise its sender is to try again.
func (l *Listener) send(v verdict, to netip.AddrPort) {
	_ = l.conn.SetWriteDeadline(time.Now().Add(answerWithin))
	if _, err := l.conn.WriteToUDPAddrPort(v.answer, to); err != nil {
		l.Stats.Failed.Add(1)
		return
	}
	if v.notice != nil {
		l.Stats.Informs.Add(1)
	} else {
		l.Stats.Reports.Add(1)
	}
}
