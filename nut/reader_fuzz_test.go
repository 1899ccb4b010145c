package nut

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"net"
	"slices"
	"strings"
	"testing"
	"time"
)

// A deafConn is a connection to a server that has said all it will before it is asked, a line at a time. What it is
// sent is kept.
type deafConn struct {
	net.Conn
	in   *bufio.Reader
	sent bytes.Buffer
}

func (c *deafConn) Read(b []byte) (int, error) {
	line, err := c.in.ReadSlice('\n')
	if n := copy(b, line); n > 0 {
		return n, nil
	}
	return 0, err
}

func (c *deafConn) Write(b []byte) (int, error)      { return c.sent.Write(b) }
func (c *deafConn) Close() error                     { return nil }
func (c *deafConn) SetDeadline(time.Time) error      { return nil }
func (c *deafConn) SetReadDeadline(time.Time) error  { return nil }
func (c *deafConn) SetWriteDeadline(time.Time) error { return nil }

const fuzzPassword = "Pass\"w#rd"

// FuzzRead has a server say anything at all in each of two connections, in two reads: the answer to STARTTLS, to the
// credentials, lists in any order. What comes of it is within the limits and tells no password, and
// nothing is sent but the questions that this package knows.
func FuzzRead(f *testing.F) {
	list := "BEGIN LIST UPS\nUPS a \"desk\"\nUPS B \"\"\nEND LIST UPS\n"
	vars := "BEGIN LIST VAR a\nVAR a ups.status \"OL\"\nEND LIST VAR a\nBEGIN LIST VAR B\nVAR B x \"1\"\nEND LIST VAR B\n"
	for _, s := range []string{
		list + vars, "OK\nOK\n" + list + vars, "ERR FEATURE-NOT-CONFIGURED\n", "OK STARTTLS\n\x15\x03\x03\x00\x02\x02\x28",
		"OK\nUPS a \"b\"\n", "ERR ACCESS-DENIED " + fuzzPassword + "\n", "ERR MAX-CLIENTS\n", list + "ERR DATA-STALE\n",
		"OK\nERR UNKNOWN-COMMAND " + fuzzPassword + "\n" + list, "VAR a b \"Pass\\\"w\\#rd\"\n",
		list + "ERR UNKNOWN-UPS\n" + vars,
		"BEGIN LIST UPS\nUPS a\rLOGOUT \"x\"\nUPS A \"\"\nUPS \x00 \"\"\nEND LIST UPS\n" + vars, "",
	} {
		for how := range byte(8) {
			f.Add(how, []byte(s), []byte(list+vars))
		}
	}
	f.Fuzz(func(t *testing.T, how byte, first, second []byte) {
		var conns []*deafConn
		r := NewReader("[::1]:3493", fuzzOptions(how, func(context.Context, string, string) (net.Conn, error) {
			c := &deafConn{in: bufio.NewReader(bytes.NewReader([][]byte{first, second}[len(conns)%2]))}
			conns = append(conns, c)
			return c, nil
		}))
		var only []string
		if how&4 != 0 {
			only = []string{"A", "other"}
		}
		for range 2 {
			list, err := r.Read(t.Context(), only...)
			checkRead(t, list, err, how&1 != 0)
		}
		if len(conns) > 4 {
			t.Errorf("%d connections for two reads", len(conns))
		}
		for _, c := range conns {
			checkSent(t, c.sent.Bytes(), how)
		}
	})
}

func fuzzOptions(how byte, dial func(context.Context, string, string) (net.Conn, error)) Options {
	o := Options{DialContext: dial, Limits: fuzzLimits}
	if how&1 != 0 {
		o.Username, o.Password, o.AllowPlaintextPassword = "user", fuzzPassword, true
	}
	if how&2 != 0 {
		o.TLS = &tls.Config{MinVersion: tls.VersionTLS12, CurvePreferences: []tls.CurveID{tls.X25519}} // the cheapest
	}
	return o
}

func checkRead(t *testing.T, list []Device, err error, login bool) {
	t.Helper()
	checkFuzzError(t, err, login)
	if err != nil && list != nil {
		t.Errorf("%d devices in spite of %v", len(list), err)
	}
	if len(list) > fuzzLimits.UPSes+2 {
		t.Errorf("%d devices", len(list))
	}
	names := map[string]bool{}
	for _, d := range list {
		checkFuzzError(t, d.Err, login)
		if names[fold(d.Name)] || d.Name == "" {
			t.Errorf("device %q, again or without a name", d.Name)
		}
		names[fold(d.Name)] = true
		if d.Err != nil && d.Vars != nil || len(d.Vars) > fuzzLimits.Vars {
			t.Errorf("%d variables of %q, %v", len(d.Vars), d.Name, d.Err)
		}
		if slices.ContainsFunc(d.Vars, func(v Var) bool { return v.Name == "" || len(v.Value) > fuzzLimits.Value }) {
			t.Errorf("variables %q", d.Vars)
		}
	}
}

// checkFuzzError holds that a message is one short line, without the password if there is one.
func checkFuzzError(t *testing.T, err error, login bool) {
	t.Helper()
	if err == nil {
		return
	}
	text := err.Error()
	// As it is, as it is sent, and both quoted.
	for _, form := range []string{fuzzPassword, `Pass\"w\#rd`, `Pass\"w#rd`, `Pass\\\"w\\#rd`} {
		if login && strings.Contains(text, form) {
			t.Errorf("the password is told: %q", text)
		}
	}
	if len(text) > 2500 || strings.ContainsAny(text, "\r\n\x00\x1b") {
		t.Errorf("an error that is not one short line: %q", text)
	}
}

// checkSent holds that a server cannot make us say anything else, and not before it has gone into TLS.
func checkSent(t *testing.T, sent []byte, how byte) {
	t.Helper()
	if how&2 != 0 {
		rest, found := bytes.CutPrefix(sent, []byte("STARTTLS\n"))
		if !found || len(rest) > 0 && rest[0] != 0x16 && rest[0] != 0x15 {
			t.Errorf("in the clear: %q", sent)
		}
		return
	}
	for line := range strings.Lines(string(sent)) {
		line, whole := strings.CutSuffix(line, "\n")
		name, vars := strings.CutPrefix(line, "LIST VAR ")
		login := how&1 != 0 && (line == `USERNAME "user"` || line == `PASSWORD "Pass\"w\#rd"`)
		if !whole || line != "LIST UPS" && !login && (!vars || !validName(name)) {
			t.Errorf("sent is %q", line)
		}
	}
}
