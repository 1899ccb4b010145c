package nuttest

import (
	"net"
	"sync"
	"testing"
)

// Script plays the server's side of a dialogue on a free port and fails the test when the client
// departs from it. The dialogue has one step on each line, blanks before it do not count:
//
//	C: LIST UPS         the client has to send this line
//	S: BEGIN LIST UPS   the server sends this line
//	S~ UPS ea           the server sends this without a line end
//	X                   the server closes
//	W                   the server waits until the client closes
//	---                 what follows is another connection
//	# text              a comment, as are empty lines
//
// Behind its last step the server listens on: the client may close or wait, but send nothing more.
// Connections come one after the other. At the end of the test the whole dialogue must have taken
// place.
func Script(tb testing.TB, dialogue string) (addr string) {
	tb.Helper()
	connections, err := parseScript(dialogue)
	if err != nil {
		tb.Fatalf("nuttest: %v", err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatalf("nuttest: %v", err)
	}
	p := &player{tb: tb, listener: listener}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		p.play(connections)
	}()
	tb.Cleanup(func() {
		p.stop()
		<-ended
	})
	return listener.Addr().String()
}

// player runs a script. It reports with Errorf only, because it has a goroutine of its own.
type player struct {
	tb       testing.TB
	listener net.Listener

	mu      sync.Mutex
	conn    net.Conn // the current connection, for stop
	idle    bool     // the script has nothing more to say on it
	stopped bool
}

func (p *player) play(connections [][]step) {
	for i, steps := range connections {
		conn, err := p.listener.Accept()
		if err != nil {
			p.tb.Errorf("script: connection %d of %d never came: %s", i+1, len(connections),
				steps[0])
			return
		}
		p.hold(conn)
		err = p.converse(conn, steps)
		_ = conn.Close()
		if err != nil {
			p.tb.Errorf("script: connection %d: %v", i+1, err)
			_ = p.listener.Close() // the client must not wait for an answer that will not come
			return
		}
	}
	if conn, err := p.listener.Accept(); err == nil {
		_ = conn.Close()
		p.tb.Errorf("script: connection %d is one too many", len(connections)+1)
		_ = p.listener.Close()
	}
}
