package trap

import (
	"net/netip"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/argus-power/argus/snmp"
)

// start is when tests begin.
var start = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

var sender = netip.MustParseAddrPort("192.0.2.7:40000")

// users are one of each level.
func users() []snmp.Security {
	return []snmp.Security{
		{User: "nobody"},
		{User: "signer", AuthProtocol: "SHA", AuthPassword: "signing-password"},
		{User: "old", AuthProtocol: "MD5", AuthPassword: "signing-password", PrivProtocol: "DES", PrivPassword: "hiding-password"},
		{User: "hider", AuthProtocol: "SHA", AuthPassword: "signing-password", PrivProtocol: "AES", PrivPassword: "hiding-password"},
		{
			User: "new", AuthProtocol: "SHA256", AuthPassword: "signing-password",
			PrivProtocol: "AES256C", PrivPassword: "hiding-password",
		},
	}
}

func access() Access { return Access{Communities: []string{"traps"}, Users: users()} }

func newDesk() *desk {
	return &desk{engine: newEngine("test", 0, start), clocks: clocks{}, now: func() time.Time { return start }}
}

// take reads a datagram that came from the sender.
func (d *desk) take(octets []byte, a Access, after time.Duration) verdict {
	return d.read(datagram{sender.Addr(), sender, a, append([]byte(nil), octets...), start.Add(after)})
}

// A box collects notices.
type box struct {
	mu   sync.Mutex
	list []Notice
	more chan Notice
}

func newBox() *box { return &box{more: make(chan Notice, 10_000)} }

func (b *box) put(n Notice) bool {
	b.mu.Lock()
	b.list = append(b.list, n)
	b.mu.Unlock()
	b.more <- n
	return true
}

// wait returns the next notice.
func (b *box) wait(t *testing.T) Notice {
	t.Helper()
	return within(t, b.more)
}

// within returns what comes next.
func within[T any](t *testing.T, c <-chan T) (next T) {
	t.Helper()
	select {
	case next = <-c:
	case <-time.After(10 * time.Second):
		t.Fatal("nothing came")
	}
	return next
}

// listen starts a listener on loopback that believes its own host.
func listen(t *testing.T, o Options) (*Listener, *box) {
	t.Helper()
	got := newBox()
	o.Address, o.Name, o.Handle = "127.0.0.1:0", "test", got.put
	if o.Sender == nil {
		o.Sender = func(netip.Addr) (Access, bool) { return access(), true }
	}
	l, err := Listen(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l, got
}

// program finds a program of net-snmp, or ends the test.
func program(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err == nil {
		return path
	}
	say := t.Skipf
	if os.Getenv("ARGUS_REQUIRE_SERVERS") == "1" {
		say = t.Fatalf
	}
	say("%s is not installed; get it with: apt-get install snmp", name)
	return ""
}
