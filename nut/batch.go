package nut

import (
	"context"
	"errors"
	"time"
)

// errOneAtATime is the suspicion that the server executes one command per read.
var errOneAtATime = errors.New("the second of several commands was not answered")

// stretch is how much is written ahead, in bytes. Two stretches at most are on their way: they fit
// the buffers of any two kernels, so writing never waits for a server that waits for us to read.
const stretch = 8 << 10

// A batch writes commands ahead of their answers.
type batch struct {
	link   *link
	queue  []command
	manner manner
	next   int // the first command not written yet
	last   int // the first command of the latest write
}

// ahead reports whether command i was written before the answer to its predecessor was read.
func (b *batch) ahead(i int) bool { return i < b.next }

// feed makes sure that command i has been written. When the answers to the latest write begin to
// come, the next one goes out.
func (b *batch) feed(i int) error {
	if i == b.next {
		if err := b.write(); err != nil {
			return err
		}
	}
	if i != b.last || b.next == len(b.queue) || b.manner == oneByOne {
		return nil
	}
	if err := b.link.begins(); err != nil {
		return err
	}
	return b.write()
}

func (b *batch) write() error {
	b.last = b.next
	requests := make([]byte, 0, min(64*(len(b.queue)-b.next), stretch))
	for b.next < len(b.queue) {
		from := len(requests)
		requests = b.queue[b.next].append(requests)
		if from > 0 && (len(requests) > stretch || b.manner == oneByOne) {
			requests = requests[:from]
			break
		}
		b.next++
	}
	return b.link.write(requests)
}

// exchange asks the questions of the queue over one connection and takes the answers in order.
func (p *pass) exchange(ctx context.Context, l *link, queue []command) error {
	b := batch{link: l, queue: queue, manner: p.manner}
	asked := time.Now()
	for i, c := range queue {
		l.lines = 0
		ahead := b.ahead(i)
		doubtful := ahead && p.manner == untried && p.proven == untried
		if doubtful {
			begun, err := p.await(ctx, l)
			if err != nil {
				return &failure{c, err}
			}
			if !begun {
				p.stalled = true
				return errOneAtATime
			}
		}
		err := b.feed(i)
		if err == nil {
			err = p.take(l, c)
		}
		if err != nil {
			p.stalled = p.stalled || (ahead && l.lines == 0)
			return &failure{c, err}
		}
		if doubtful && p.lostItsStart(c) {
			return errOneAtATime
		}
		p.learn(c, ahead)
		if i == 0 {
			p.latency = time.Since(asked)
		}
	}
	return nil
}

// learn draws the conclusion from one more answer.
func (p *pass) learn(c command, ahead bool) {
	switch {
	case ahead:
		p.proven = together
	case p.doubted && (c.verb == askListUPS || c.verb == askListVar):
		p.proven = oneByOne // what was not answered before is answered now
	}
}

// lostItsStart recognises a server that did not execute its input line by line: LIST VAR is never
// an unknown command, unless the server cut its beginning off. The question is put again.
func (p *pass) lostItsStart(c command) bool {
	if c.verb != askListVar {
		return false
	}
	t := p.wish(c.ups)
	if !hasCode(t.err, CodeUnknownCommand, CodeInvalidArgument) {
		return false
	}
	t.err, t.done = nil, false
	return true
}

// await waits for an answer that should follow the one just read. How long: the server's kernel may
// hold it back for a round trip, plus 200 ms where acknowledgements are delayed; and at most a
// quarter of the time left, because asking again takes time too. With almost no time left there is
// nothing to gain from doubting.
func (p *pass) await(ctx context.Context, l *link) (begun bool, err error) {
	patience := p.base + 2*min(p.latency, p.base)
	if deadline, ok := ctx.Deadline(); ok {
		patience = min(patience, time.Until(deadline)/4)
	}
	if patience < min(p.base, 50*time.Millisecond) {
		return true, l.begins()
	}
	return l.beginsWithin(patience)
}
