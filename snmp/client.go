package snmp

import (
	"context"
	"fmt"
	"time"

	"github.com/gosnmp/gosnmp"

	"github.com/argus-power/argus/snmp/ber"
)

// A Client is a conversation with one agent: one request at a time, each answer
// checked. It is not safe for concurrent use.
//
// A conversation ends when the agent stays silent, refuses the user or the
// socket fails: the methods then repeat the error without asking.
type Client struct {
	options sealed[Options]
	memory  *Memory
	link    *link
	stats   Stats

	dead    error  // why the conversation is over
	heard   bool   // the agent has answered something; reports of SNMPv3 do not count
	witness string // an instance that was answered
	quiet   int    // single objects in a row that were not answered

	requests, bytes int // of the call under way
	received        int // bytes in all calls

	// Of the request under way, and buffers of all.
	id     int32
	past   [16]int32 // ids of the requests before, in a ring; 0 is none
	asked  int       // how many there were
	level  byte      // flagAuth, flagPriv
	answer answer
	pdus   []gosnmp.SnmpPDU
	packet backward
	text   []byte
}

// Stats count what a Client did.
type Stats struct {
	Requests int // datagrams sent, Retries among them
	Retries  int // datagrams sent once more
	Varbinds int // variables in answers
	Refused  int // datagrams that were no answer, and answers that were wrong
}

// Bounds of one call, far above what a device needs, and of a conversation.
const (
	maxRequests     = 8192
	maxBytes        = 8 << 20
	maxForeign      = 64 // datagrams that are no answer to one request
	maxConversation = 64 << 20
	maxRead         = 8 << 20 // of a conversation that a Source has; a walk may have more
)

// Dial opens a conversation with the agent at "host:port". Nothing is sent. Over
// UDP it fails only if the name does not resolve, there is no way to the host or
// the options are invalid. Without a Memory nothing is remembered.
func Dial(ctx context.Context, address string, o Options, m *Memory) (*Client, error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	if m == nil {
		m = new(Memory)
	}
	o = o.withDefaults()
	l, err := dial(ctx, address, o)
	if err != nil {
		return nil, fmt.Errorf("dial %s: %w", address, err)
	}
	c := &Client{options: seal(o), memory: m, link: l}
	if o.Version == V3 {
		m.engine().become(*o.Security)
	}
	return c, nil
}

// Close closes the socket.
func (c *Client) Close() error { return c.link.close() }

// Stats returns what was counted so far.
func (c *Client) Stats() Stats { return c.stats }

// begin starts a call; the returned function ends it.
func (c *Client) begin(ctx context.Context) func() {
	c.requests, c.bytes = 0, 0
	c.memory.traits.refresh(time.Now())
	c.link.bind(ctx)
	return c.link.release
}

// Get asks for instances: one Value each, in order. Gone is an instance that the
// agent does not have, Null one without a value. Unread could not be had: then
// err is not nil and says what ended the call before all was asked or, if nothing
// did, why the first of them could not.
func (c *Client) Get(ctx context.Context, oids []string) ([]Value, error) {
	values := make([]Value, len(oids))
	defer c.begin(ctx)()
	j := job{client: c, kind: gosnmp.GetRequest, oids: oids}
	j.take = func(i int, v *bind) (err error) {
		values[i], err = v.value()
		if err == nil && values[i].Type != Gone {
			c.witness = oids[i]
		}
		return err
	}
	j.gone = func(i int) { values[i].Type = Gone }
	if err := j.run(); err != nil {
		return values, fmt.Errorf("get %d objects: %w", len(oids), err)
	}
	return values, nil
}

// Next does one GETNEXT for each of oids: what follows it in the agent's tree. A
// Varbind without OID has the type Gone where the tree ends, and Unread if it
// could not be had: then err is as with Get.
func (c *Client) Next(ctx context.Context, oids []string) ([]Varbind, error) {
	defer c.begin(ctx)()
	list, _, err := c.next(oids)
	if err != nil {
		return list, fmt.Errorf("get what follows %d objects: %w", len(oids), err)
	}
	return list, nil
}

// next is Next with an error for each of oids, too. A Varbind with OID and an
// error is one whose value is not readable.
func (c *Client) next(oids []string) (list []Varbind, errs []error, err error) {
	list, errs = make([]Varbind, len(oids)), make([]error, len(oids))
	j := job{client: c, kind: gosnmp.GetNextRequest, oids: oids}
	j.gone = func(i int) { list[i] = Varbind{Value: Value{Type: Gone}} }
	j.fail = func(i int, err error) { errs[i] = err }
	j.take = func(i int, v *bind) (err error) {
		name, ok := c.name(v)
		switch {
		case v.tag == ber.TagEndOfMibView:
			j.gone(i)
			return nil
		case !ok:
			return notOurs("a variable has no readable name")
		}
		switch order := compareOID(string(name), oids[i]); {
		case order == 0 && (v.tag == ber.TagNoSuchObject || v.tag == ber.TagNoSuchInstance):
			j.gone(i) // said by agents that mean the end
			return nil
		case order <= 0:
			return fmt.Errorf("%w: %s follows %s", ErrNotIncreasing, name, oids[i])
		}
		list[i].OID = string(name)
		if list[i].Value, err = v.value(); err == nil && list[i].Value.Type != Gone {
			c.witness = list[i].OID
		}
		return err
	}
	return list, errs, j.run()
}

// name is the text of the name of v, valid until the next call.
func (c *Client) name(v *bind) (text []byte, ok bool) {
	c.text, ok = ber.AppendOID(c.text[:0], v.name)
	return c.text, ok
}
