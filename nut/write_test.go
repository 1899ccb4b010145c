package nut_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/nut"
)

// brokenPipe is a connection whose other end has hung up: it can still be read, not written.
type brokenPipe struct{ cannedConn }

var errPipe = errors.New("broken pipe")

func (c *brokenPipe) Write([]byte) (int, error) { return 0, errPipe }

// What a server said before it hung up explains more than the write that failed.
func TestWriteFails(t *testing.T) {
	for _, tt := range []struct {
		said, want string
		cause      error
	}{
		{
			"ERR MAX-CLIENTS go away\n", `list UPSes: server answered ERR MAX-CLIENTS "go away"`,
			&nut.ServerError{Code: nut.CodeMaxClients},
		},
		{"hello\n", "list UPSes: " + nut.ErrConnectionClosed.Error() + ": broken pipe", errPipe},
		{"", "list UPSes: " + nut.ErrConnectionClosed.Error() + ": broken pipe", errPipe},
	} {
		_, err := nut.NewReader("x", nut.Options{
			DialContext: func(context.Context, string, string) (net.Conn, error) {
				return &brokenPipe{cannedConn{in: strings.NewReader(tt.said)}}, nil
			},
		}).Read(soon(t), "a")
		if !errors.Is(err, tt.cause) || err.Error() != tt.want {
			t.Errorf("%q: got %v", tt.said, err)
		}
	}
}

// Silence while more questions wait to be written.
func TestReaderSilentBeforeTheSecondWrite(t *testing.T) {
	var names []string
	for i := range 100 {
		names = append(names, fmt.Sprintf("%s%d", strings.Repeat("x", 120), i))
	}
	f := &fakeUpsd{greet: hang}
	r := nut.NewReader(f.start(t), nut.Options{})
	devices, err := r.Read(within(t, 50*time.Millisecond), names...)
	if devices != nil || !errors.Is(err, nut.ErrNoAnswer) {
		t.Errorf("got %v, %v", devices, err)
	}
}

func TestClientLongText(t *testing.T) {
	f := &fakeUpsd{say: map[string]string{"VER": strings.Repeat("x", 5000) + "\n"}}
	if s, err := dial(t, f.start(t)).Version(soon(t)); s != "" || !errors.Is(err,
		nut.ErrValueTooLong) {
		t.Errorf("got %d bytes, %v", len(s), err)
	}
}

// A deadline that is too near leaves no time for asking twice.
func TestReaderDoesNotDoubtInAHurry(t *testing.T) {
	f := &fakeUpsd{upses: []string{"a"}, vars: 1, singly: true}
	r := nut.NewReader(f.start(t), nut.Options{})
	devices, err := r.Read(within(t, 100*time.Millisecond), "a")
	if err != nil || len(devices) != 1 || !errors.Is(devices[0].Err, nut.ErrNoAnswer) {
		t.Errorf("got %s, %v", brief(devices), err)
	}
	if _, n := f.heard(); n != 1 {
		t.Errorf("%d connections", n)
	}
}
