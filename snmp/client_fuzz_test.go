package snmp

import (
	"context"
	"net"
	"os"
	"testing"
	"time"

	"github.com/argus-power/argus/snmp/ber"
)

// Arbitrary answers never panic, and never give a value for what was not asked.
func FuzzAnswer(f *testing.F) {
	q := query{version: 1, community: "public"}
	f.Add(byte(0), q.reply(table(root, 2)...)[0])
	f.Add(byte(1), pdu(pduResponse, 0, 0, 0, table(root, 2)...))
	f.Add(byte(1), pdu(pduResponse, 0, 2, 1, table(root, 1)...))
	f.Add(byte(2), tlv(ber.TagSequence, table(root, 1)[0].bind(), object{root + ".2", []byte{4, 200}}.bind()))
	f.Add(byte(2), []byte{0x30, 0x84, 0xff, 0xff, 0xff, 0xff})
	ours, theirs := net.Pipe()
	_ = theirs.Close()
	f.Fuzz(func(t *testing.T, frame byte, datagram []byte) {
		for _, v := range []Version{V1, V2c, V3} {
			o := Options{Version: v}.withDefaults()
			c := &Client{options: seal(o), memory: new(Memory), link: &link{conn: ours, ctx: context.Background()}, id: 7}
			q := query{version: byte(c.version()), community: o.Community, id: 7}
			message := datagram
			switch frame % 3 { // the deeper the frame, the more of the fuzzer's input is looked at
			case 1:
				message = q.message(datagram)
			case 2:
				message = q.message(tlv(pduResponse, integer(7), integer(0), integer(0), datagram))
			}
			checkFuzzed(t, c, message)
		}
	})
}

func (c *Client) named(v *bind, oid string) bool {
	name, ok := c.name(v)
	return ok && string(name) == oid
}

// checkFuzzed takes a message for the answer to a GET, GETNEXT and GETBULK of two objects.
func checkFuzzed(t *testing.T, c *Client, message []byte) {
	if len(message) > 1<<15 || c.parse(message) != nil {
		return
	}
	asked := []string{root + ".1", root + ".2"}
	if c.judge(request{oids: asked}) != nil {
		return
	}
	a := c.answer
	for k := range min(len(a.binds), 2) {
		if v, err := a.binds[k].value(); err != nil && v.Exists() {
			t.Fatalf("a value in spite of %q", err)
		}
		if text, ok := ber.AppendOID(nil, a.binds[k].name); ok != c.named(&a.binds[k], string(text)) || ok && !validOID(string(text)) {
			t.Fatalf("the name %q", text)
		}
	}
	w := walk{client: c, maxRows: 1}
	cols := []*walked{{Column: &Column{Root: asked[0]}, last: asked[0]}, {Column: &Column{Root: asked[1]}, last: asked[1]}}
	_ = w.takeRows(cols)
	for _, col := range cols {
		for _, cell := range col.Cells {
			if !validOID("1." + cell.Index) {
				t.Fatalf("the index %q", cell.Index)
			}
		}
	}
}

// An echo is a socket to an agent that answers each request with the same variables, without a network.
type echo struct {
	net.Conn
	binds, answer []byte
}

func (e *echo) Write(request []byte) (int, error) {
	if q, ok := parseQuery(request); ok {
		e.answer = q.message(tlv(pduResponse, integer(q.id), integer(0), integer(0), e.binds))
	}
	return len(request), nil
}

func (e *echo) Read(b []byte) (n int, err error) {
	if e.answer == nil {
		return 0, os.ErrDeadlineExceeded // at once, for nothing will come
	}
	n, e.answer = copy(b, e.answer), nil
	return n, nil
}

func (e *echo) Close() error                { return nil }
func (e *echo) SetDeadline(time.Time) error { return nil }

// The whole way: whatever an agent answers, a value is one that stands behind
// the name that was asked for.
func FuzzGet(f *testing.F) {
	f.Add([]byte(nil))
	f.Add(tlv(ber.TagSequence, table(root, 2)[0].bind(), table(root, 2)[1].bind()))
	f.Add(tlv(ber.TagSequence, table(root, 2)[1].bind(), table(root, 2)[0].bind()))
	asked := []string{root + ".1", root + ".2"}
	names := [][]byte{encodeOID(asked[0]), encodeOID(asked[1])}
	f.Fuzz(func(t *testing.T, binds []byte) {
		if len(binds) > 8000 {
			return
		}
		c, err := Dial(t.Context(), "192.0.2.1:161", Options{
			Retries: -1, DialContext: func(context.Context, string, string) (net.Conn, error) { return &echo{binds: binds}, nil },
		}, nil)
		wantNoError(t, err)
		values, err := c.Get(t.Context(), asked)
		for i, v := range values {
			if v.Type == Unread {
				if err == nil {
					t.Fatal("Unread without an error")
				}
				continue
			}
			if !inBinds(binds, names[i]) {
				t.Fatalf("%v for %s, which was not answered", v, asked[i])
			}
		}
		_ = c.Close()
	})
}

func inBinds(binds, name []byte) bool {
	for i := range binds {
		if len(binds)-i >= len(name) && string(binds[i:i+len(name)]) == string(name) {
			return true
		}
	}
	return false
}
