package nut

import (
	"bufio"
	"bytes"
	"context"
	"net"
	"strings"
	"testing"
)

var fuzzLimits = Limits{Line: 128, Value: 32, Vars: 8, UPSes: 4, Bytes: 1024}

// bytesConn is a connection that delivers fixed bytes and swallows what is written.
type bytesConn struct {
	net.Conn
	in *bytes.Reader
}

func (c bytesConn) Read(b []byte) (int, error)  { return c.in.Read(b) }
func (c bytesConn) Write(b []byte) (int, error) { return len(b), nil }

func linkOn(data []byte) *link {
	conn := bytesConn{in: bytes.NewReader(data)}
	return &link{
		raw: conn, conn: conn,
		in:     bufio.NewReaderSize(conn, fuzzLimits.Line),
		limits: fuzzLimits,
		left:   fuzzLimits.Bytes,
		ctx:    context.Background(),
	}
}

// FuzzLine feeds the parsers of single lines.
func FuzzLine(f *testing.F) {
	for _, s := range []string{
		`battery.charge "100"`, `a ""`, `a "\"\\\#"`, `a "the "big" one"`, `a "x\"`, `a`, ``,
		`eaton "Description unavailable"`, "a\t\t\"caf\xe9\"", `DATA-STALE extra`, `"`, `a 1 2`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		v, err := parseVar(bytes.Clone(line), fuzzLimits.Value)
		if err == nil && (v.Name == "" || len(v.Value) > fuzzLimits.Value) {
			t.Errorf("accepted %q", v)
		}
		if len(v.Name)+len(v.Value) > len(line) {
			t.Errorf("%q has grown to %q", line, v)
		}
		u, err := parseUPS(bytes.Clone(line), fuzzLimits.Value)
		if err == nil && (u.Name == "" || len(u.Description) > fuzzLimits.Value) {
			t.Errorf("accepted %q", u)
		}
		if e := serverError(line); len(e.Code) > 256*3 || len(e.Text) > 256 {
			t.Errorf("error of %d and %d bytes", len(e.Code), len(e.Text))
		}
	})
}

// FuzzList feeds the readers of whole answers. Whatever comes, they end, within the limits.
func FuzzList(f *testing.F) {
	for _, s := range []string{
		"BEGIN LIST UPS\nUPS a \"b\"\nEND LIST UPS\n",
		"BEGIN LIST VAR a\nVAR a b \"c\"\nEND LIST VAR a\n",
		"BEGIN LIST VAR a\r\nVAR a b \"\\\"c\"\r\nEND LIST VAR a\r\n",
		"BEGIN LIST VAR a\nERR DATA-STALE\n",
		"ERR DRIVER-NOT-CONNECTED\n",
		"BEGIN LIST VAR a\nVAR b c \"d\"\n",
		"BEGIN LIST VAR a\nEND LIST VAR b\n",
		"VAR a b \"1\"\n",
		"OK\n", "ERR\n", "\n", "", "BEGIN LIST UPS\n" + strings.Repeat("UPS a \"\"\n", 5),
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if list, err := linkOn(data).upses(2); len(list) > fuzzLimits.UPSes ||
			(err != nil) != (list == nil) {
			t.Errorf("%d UPSes, %v", len(list), err)
		}
		if list, err := linkOn(data).vars("a", 2); len(list) > fuzzLimits.Vars ||
			(err != nil) != (list == nil) {
			t.Errorf("%d variables, %v", len(list), err)
		}
		if s, err := linkOn(data).text(); len(s) > fuzzLimits.Value {
			t.Errorf("text of %d bytes, %v", len(s), err)
		}
		_, _ = linkOn(data).variable("a", "b")
		_ = linkOn(data).ok()
	})
}

// FuzzQuote: what is quoted comes back as it was, and stays one line.
func FuzzQuote(f *testing.F) {
	for _, s := range []string{"", "plain", `"`, `\`, "#", `\"#`, `ends in \`, "caf\xe9", "a b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if checkCredential(s) != nil {
			return
		}
		quoted := appendQuoted(nil, s)
		if bytes.ContainsAny(quoted, "\r\n") {
			t.Fatalf("%q spans lines", quoted)
		}
		if got, err := unquote(quoted); err != nil || string(got) != s {
			t.Errorf("%q became %q, %v", s, got, err)
		}
	})
}
