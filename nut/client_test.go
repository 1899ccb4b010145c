package nut_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"

	"github.com/argus-power/argus/nut"
)

func TestClient(t *testing.T) {
	for _, separator := range []string{"\n", "\r\n", "  \r\n"} {
		t.Run(fmt.Sprintf("%q", separator), func(t *testing.T) {
			f := &fakeUpsd{
				upses: []string{"b", "a"}, vars: 2, separator: separator,
				say: map[string]string{
					"GET VAR a ups.status": "VAR a ups.status \"OL\"\n",
					"GET VAR A UPS.Status": "VAR A UPS.Status \"OL\"\n",
					"GET VAR a nothing":    "ERR VAR-NOT-SUPPORTED\n",
					"VER":                  "Network UPS Tools upsd 2.8.0 - http://x/\n",
					"NETVER":               "1.3\n",
				},
			}
			c := dial(t, f.start(t))
			ctx := soon(t)
			check := func(what string, got any, err error, want string) {
				t.Helper()
				if s := fmt.Sprintf("%v %v", got, err); s != want {
					t.Errorf("%s: got %s, want %s", what, s, want)
				}
			}
			upses, err := c.ListUPS(ctx)
			check("ListUPS", upses, err, "[{b B} {a A}] <nil>")
			vars, err := c.ListVars(ctx, "a")
			check("ListVars", vars, err, "[{input.voltage.0 230} {input.voltage.1 231}] <nil>")
			vars, err = c.ListVars(ctx, "c")
			check("ListVars", vars, err, `[] list vars of "c": server answered ERR UNKNOWN-UPS`)
			value, err := c.GetVar(ctx, "a", "ups.status")
			check("GetVar", value, err, "OL <nil>")
			value, err = c.GetVar(ctx, "A", "UPS.Status")
			check("GetVar in another case", value, err, "OL <nil>")
			value, err = c.GetVar(ctx, "a", "nothing")
			check("GetVar", value, err,
				` get var "nothing" of "a": server answered ERR VAR-NOT-SUPPORTED`)
			text, err := c.Version(ctx)
			check("Version", text, err, "Network UPS Tools upsd 2.8.0 - http://x/ <nil>")
			text, err = c.NetVersion(ctx)
			check("NetVersion", text, err, "1.3 <nil>")
		})
	}
}

func TestClientKeywordsInAnyCase(t *testing.T) {
	f := &fakeUpsd{say: map[string]string{
		"LIST VAR Ups": "begin list var UPS\nvar ups a \"1\"\nend list var uPS\n",
		"LIST VAR bad": "begin list var bad\nerr data-stale\n",
	}}
	c := dial(t, f.start(t))
	vars, err := c.ListVars(soon(t), "Ups")
	if err != nil || fmt.Sprint(vars) != "[{a 1}]" {
		t.Errorf("got %v, %v", vars, err)
	}
	vars, err = c.ListVars(soon(t), "bad")
	if vars != nil || !errors.Is(err, &nut.ServerError{Code: nut.CodeDataStale}) {
		t.Errorf("got %v, %v", vars, err)
	}
	if _, err = c.ListVars(soon(t), "Ups"); err != nil {
		t.Errorf("after a refusal in mid-list: %v", err)
	}
}

// What a server must not say ends the connection, and the next call says why.
func TestClientProtocolErrors(t *testing.T) {
	long := strings.Repeat("x", 9000)
	for _, tt := range []struct {
		name, answer string
		want         error
	}{
		{"no BEGIN", "VAR a b \"1\"\n", nut.ErrUnexpectedLine},
		{"another UPS begins", "BEGIN LIST VAR b\n", nut.ErrUnexpectedLine},
		{"another UPS's row", "BEGIN LIST VAR a\nVAR b c \"1\"\n", nut.ErrUnexpectedLine},
		{"another list ends", "BEGIN LIST VAR a\nEND LIST VAR b\n", nut.ErrUnexpectedLine},
		{"END of nothing", "BEGIN LIST VAR a\nEND\n", nut.ErrUnexpectedLine},
		{"garbage", "\x00\xff\n", nut.ErrUnexpectedLine},
		{"empty line", "\n", nut.ErrUnexpectedLine},
		{"row without value", "BEGIN LIST VAR a\nVAR a b\n", nut.ErrUnexpectedLine},
		{"open quote", "BEGIN LIST VAR a\nVAR a b \"c\n", nut.ErrQuoting},
		{"long line", long + "\n", nut.ErrLineTooLong},
		{"line without end", long, nut.ErrLineTooLong},
		{
			"long value", "BEGIN LIST VAR a\nVAR a b \"" + long[:5000] + "\"\n",
			nut.ErrValueTooLong,
		},
		{
			"long list", "BEGIN LIST VAR a\n" + strings.Repeat("VAR a b \"c\"\n", 4097),
			nut.ErrListTooLong,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := &fakeUpsd{say: map[string]string{"LIST VAR a": tt.answer}}
			c := dial(t, f.start(t))
			_, err := c.ListVars(soon(t), "a")
			if !errors.Is(err, tt.want) || !strings.HasPrefix(err.Error(), `list vars of "a": `) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			if _, again := c.ListUPS(soon(t)); again != err { //nolint:errorlint // the same error is meant
				t.Errorf("the next call got %v", again)
			}
			if len(err.Error()) > 200 {
				t.Errorf("error of %d bytes", len(err.Error()))
			}
		})
	}
}

func TestClientGetVarProtocolErrors(t *testing.T) {
	for _, answer := range []string{
		"VAR b x \"1\"\n", "VAR a y \"1\"\n", "UPS a x \"1\"\n", "VAR a x\n", "OK\n",
	} {
		f := &fakeUpsd{say: map[string]string{"GET VAR a x": answer}}
		if v, err := dial(t, f.start(t)).GetVar(soon(t), "a", "x"); !errors.Is(err,
			nut.ErrUnexpectedLine) {
			t.Errorf("%q: got %q, %v", answer, v, err)
		}
	}
}

func TestClientLimits(t *testing.T) {
	f := &fakeUpsd{upses: []string{"a", "b", "c"}, vars: 30}
	address := f.start(t)
	for _, tt := range []struct {
		limits nut.Limits
		want   error
	}{
		{nut.Limits{}, nil},
		{nut.Limits{Line: -1, Value: -1, Vars: -1, UPSes: -1, Bytes: -1}, nil},
		{nut.Limits{UPSes: 3, Vars: 30, Bytes: 4096}, nil},
		{nut.Limits{UPSes: 2}, nut.ErrListTooLong},
		{nut.Limits{Vars: 29}, nut.ErrListTooLong},
		{nut.Limits{Bytes: 500}, nut.ErrTooMuchData},
		{nut.Limits{Line: 16}, nut.ErrLineTooLong},
		{nut.Limits{Value: 2}, nut.ErrValueTooLong},
	} {
		c, err := nut.Dial(soon(t), address, nut.Options{Limits: tt.limits})
		if err != nil {
			t.Fatal(err)
		}
		if _, err = c.ListUPS(soon(t)); err == nil {
			_, err = c.ListVars(soon(t), "a")
		}
		if !errors.Is(err, tt.want) {
			t.Errorf("%+v: got %v, want %v", tt.limits, err, tt.want)
		}
		c.Close()
	}
}

func TestClientConnectionClosed(t *testing.T) {
	for name, answer := range map[string]string{
		"at once": "", "in half a line": "BEGIN LIST UP", "in mid-list": "BEGIN LIST UPS\nUPS a\n",
	} {
		f := &fakeUpsd{do: map[string]behavior{"LIST UPS": func(c net.Conn) bool {
			fmt.Fprint(c, answer)
			return false
		}}}
		if l, err := dial(t, f.start(t)).ListUPS(soon(t)); l != nil || !errors.Is(err,
			nut.ErrConnectionClosed) {
			t.Errorf("%s: got %v, %v", name, l, err)
		}
	}
}

func TestClientRefusesNames(t *testing.T) {
	f := &fakeUpsd{}
	c := dial(t, f.start(t))
	for _, name := range []string{"", "a b", "a\nINSTCMD a load.off", "a\r", "\"a\"", "ä"} {
		if _, err := c.ListVars(soon(t), name); !errors.Is(err, nut.ErrInvalidName) {
			t.Errorf("ListVars %q: %v", name, err)
		}
		if _, err := c.GetVar(soon(t), "a", name); !errors.Is(err, nut.ErrInvalidName) {
			t.Errorf("GetVar %q: %v", name, err)
		}
	}
	if log, _ := f.heard(); len(log) != 0 {
		t.Errorf("server heard %q", log)
	}
}

func TestDialCredentials(t *testing.T) {
	f := &fakeUpsd{}
	address := f.start(t)
	o := nut.Options{Username: "me", Password: `a"b#c`, AllowPlaintextPassword: true}
	c, err := nut.Dial(soon(t), address, o)
	if err != nil {
		t.Fatal(err)
	}
	c.Close()
	log, _ := f.heard()
	if got := strings.Join(log, "\n"); got != "USERNAME \"me\"\nPASSWORD \"a\\\"b\\#c\"" {
		t.Errorf("server heard %s", got)
	}
	f.set(map[string]string{`PASSWORD "a\"b\#c"`: "ERR ACCESS-DENIED\n"})
	_, err = nut.Dial(soon(t), address, o)
	if !errors.Is(err, &nut.ServerError{Code: nut.CodeAccessDenied}) {
		t.Errorf("got %v", err)
	}
}

// Options that cannot work are refused before anything is dialled.
func TestDialRefuses(t *testing.T) {
	for _, tt := range []struct {
		name, address string
		options       nut.Options
		want          string
	}{
		{
			"password without TLS", "x:1",
			nut.Options{Password: "s3cret"},
			"refusing to send a password without TLS",
		},
		{
			"line end in the password", "x:1",
			nut.Options{Password: "s3cret\nFSD ups", AllowPlaintextPassword: true},
			"password: invalid user name or password: control byte",
		},
		{
			"long user name", "x:1",
			nut.Options{Username: strings.Repeat("x", 513)},
			"user name: invalid user name or password: more than 512 bytes",
		},
		{"no host", ":3493", nut.Options{}, "address :3493: missing host or port"},
		{"nothing", "", nut.Options{}, "missing port in address"},
		{"two ports", "a:1:2", nut.Options{}, "address a:1:2: too many colons in address"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.options.DialContext = func(context.Context, string, string) (net.Conn, error) {
				t.Error("dialled")
				return nil, errors.New("no")
			}
			_, err := nut.Dial(soon(t), tt.address, tt.options)
			_, again := nut.NewReader(tt.address, tt.options).Read(soon(t))
			for _, err := range []error{err, again} {
				if err == nil || err.Error() != tt.want {
					t.Errorf("got %v, want %s", err, tt.want)
				}
			}
		})
	}
}

func TestDialAddress(t *testing.T) {
	for address, want := range map[string]string{
		"ups.lan": "ups.lan:3493", "ups.lan:1": "ups.lan:1", "10.0.0.1": "10.0.0.1:3493",
		"::1": "[::1]:3493", "[::1]": "[::1]:3493", "[::1]:7": "[::1]:7",
		"fe80::1%eth0": "[fe80::1%eth0]:3493",
	} {
		dialled := ""
		no := errors.New("no")
		_, err := nut.Dial(soon(t), address, nut.Options{
			DialContext: func(_ context.Context, _, address string) (net.Conn, error) {
				dialled = address
				return nil, no
			},
		})
		if dialled != want || !errors.Is(err, no) || !errors.Is(err, nut.ErrConnect) {
			t.Errorf("%s: dialled %s, %v", address, dialled, err)
		}
	}
}

func TestClientSeveralGoroutines(t *testing.T) {
	f := &fakeUpsd{upses: []string{"a", "b"}, vars: 5}
	c := dial(t, f.start(t))
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			ups := []string{"a", "b"}[i%2]
			if vars, err := c.ListVars(soon(t), ups); err != nil || len(vars) != 5 {
				t.Errorf("%v, %v", vars, err)
			}
		})
	}
	wg.Wait()
}

func TestClientClose(t *testing.T) {
	asked := make(chan struct{})
	f := &fakeUpsd{do: map[string]behavior{"LIST UPS": func(c net.Conn) bool {
		close(asked)
		return hang(c)
	}}}
	c := dial(t, f.start(t))
	go func() { <-asked; c.Close() }()
	for range 2 {
		if _, err := c.ListUPS(context.Background()); !errors.Is(err, net.ErrClosed) {
			t.Errorf("got %v", err)
		}
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}

func TestClientWaitingForItsTurn(t *testing.T) {
	asked := make(chan struct{})
	f := &fakeUpsd{do: map[string]behavior{"LIST UPS": func(c net.Conn) bool {
		close(asked)
		return hang(c)
	}}}
	c := dial(t, f.start(t))
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { _, err := c.ListUPS(ctx); done <- err }()
	<-asked
	late, stop := context.WithCancel(context.Background())
	stop()
	if _, err := c.Version(late); !errors.Is(err, context.Canceled) {
		t.Errorf("second call: %v", err)
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("first call: %v", err)
	}
}

func TestOptionsHideThePassword(t *testing.T) {
	o := nut.Options{Username: "me", Password: "s3cret"}
	for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
		if s := fmt.Sprintf(format, o); strings.Contains(s, "s3cret") || !strings.Contains(s, "me") {
			t.Errorf("%s: %s", format, s)
		}
	}
}
