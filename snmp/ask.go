package snmp

import (
	"errors"
	"fmt"
	"math/rand/v2"

	"github.com/gosnmp/gosnmp"
)

// A request is what is asked.
type request struct {
	kind        gosnmp.PDUType
	oids        []string
	repetitions int // of GETBULK; 0 otherwise
}

// size is how many variables the answer may have.
func (r request) size() int { return len(r.oids) * max(r.repetitions, 1) }

// ask sends a request and leaves its answer in c.answer. An error status is an
// *AgentError. If nothing is answered to a request for several variables, the
// last try is one for a single variable: this tells errSilent, an agent that
// cannot bear the request or never got it, from ErrNoAnswer, one that is not there.
// So an agent that is not there costs all tries of one request and not more.
func (c *Client) ask(r request) error {
	if c.dead != nil {
		return c.dead
	}
	tries := c.options().Retries + 1
	probing := r.size() > 1 && (tries > 1 || c.heard)
	if probing {
		tries = c.triesBeforeProbe()
	}
	err := c.exchange(r, tries)
	mute, silent := errors.AsType[*silence](err)
	if err == nil {
		c.memory.traits.proofOf(r).answered(r)
	}
	switch {
	case !silent && replied(err):
		c.quiet = 0
	case silent && mute.cause == nil && probing:
		return c.probe(r, err)
	case silent && mute.cause == nil && c.heard && r.size() == 1 && (c.quiet == 0 || c.stillThere(r)):
		// One object that the agent has trouble with. After two of them in a row it may be gone.
		c.quiet++
		mute.single = true
	default:
		c.end(err)
	}
	return err
}

// stillThere asks for what was answered before, and says whether it is answered again.
func (c *Client) stillThere(silent request) bool {
	if c.witness == "" || c.witness == silent.oids[0] {
		return false
	}
	err := c.exchange(request{kind: gosnmp.GetRequest, oids: []string{c.witness}}, 1)
	return replied(err)
}

// replied says whether the agent is there and heeds requests, whatever it thinks of this one.
func replied(err error) bool {
	_, refused := errors.AsType[*AgentError](err)
	return err == nil || refused || local(err)
}

// triesBeforeProbe is how often a request for several variables is sent.
func (c *Client) triesBeforeProbe() int { return max(c.options().Retries, 1) }

// end ends the conversation with an error, unless it ended no more than the call:
// another one may have more time, or other things to ask for.
func (c *Client) end(err error) {
	mute, silent := errors.AsType[*silence](err)
	late := silent && mute.cause != nil || c.link.ctx.Err() != nil
	if !late && (!errors.Is(err, ErrTooMuchData) || c.received > c.options().most) {
		c.dead = err
	}
}

// probe finds out whether the agent is there after silence towards r.
func (c *Client) probe(r request, silent error) error {
	small := request{kind: r.kind, oids: r.oids[:1]}
	if r.repetitions > 0 {
		small.kind = gosnmp.GetNextRequest
	} else if c.witness != "" {
		small = request{kind: gosnmp.GetRequest, oids: []string{c.witness}}
	}
	err := c.exchange(small, 1)
	mute, ok := errors.AsType[*silence](err)
	switch {
	case ok && mute.cause == nil:
		c.end(silent)
		return silent
	case ok || !replied(err):
		c.end(err)
		return err
	}
	return fmt.Errorf("%w: asked for %d", errSilent, r.size())
}

// tooLarge says whether err means that r asked for more than the agent bears, and
// not that it was lost.
func (c *Client) tooLarge(r request, err error) bool {
	return !errors.Is(err, errSilent) || c.memory.traits.proofOf(r).unanswered(r, c.triesBeforeProbe())
}

// exchange asks once, and once more whenever a report of SNMPv3 taught something
// about the engine.
func (c *Client) exchange(r request, tries int) error {
	for round := 0; ; round++ {
		c.past[c.asked%len(c.past)], c.asked = c.id, c.asked+1
		c.id = rand.Int32N(1<<31-2) + 1
		sent := r
		if c.options().Version == V3 && c.memory.engine().id == "" {
			sent = request{kind: gosnmp.GetRequest} // the discovery of RFC 3414, section 4
		}
		packet, err := c.encode(sent)
		if err != nil {
			return err
		}
		if err := c.transmit(packet, tries); err != nil {
			return err
		}
		if c.answer.kind == pduReport {
			if err := c.memory.engine().heed(&c.answer); err != nil {
				return err
			}
			if round == 3 {
				return fmt.Errorf("%w: the agent keeps asking for another engine or time", ErrAuthentication)
			}
			continue
		}
		return c.judge(r)
	}
}

// judge looks at a response as a whole.
func (c *Client) judge(r request) error {
	a := &c.answer
	c.heard = true
	if a.status != 0 {
		return &AgentError{Status: a.status, Index: a.index}
	}
	c.stats.Varbinds += len(a.binds)
	if len(a.binds) > r.size() {
		c.stats.Refused++
		return fmt.Errorf("%w: %d variables where %d were asked for", ErrBadAnswer, len(a.binds), r.size())
	}
	if len(a.binds) == 0 {
		c.stats.Refused++
		return fmt.Errorf("%w: no variable in it", ErrBadAnswer)
	}
	octets := 0
	for i := range a.binds {
		octets += len(a.binds[i].contents) + 2
	}
	c.memory.traits.weigh(octets, len(a.binds))
	return nil
}
