//go:build unix

package snmptest

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
)

// agentX gives snmpd the values of a tree over the AgentX protocol (RFC 2741), as a subagent in the
// process of the test: unlike a program for pass_persist it knows all types of values, and changes
// are seen at once.
type agentX struct {
	mu   sync.Mutex
	tree *Tree

	conn    net.Conn
	session uint32
	packet  uint32
	gone    chan struct{} // closed when the connection has ended
}

// The kinds of AgentX PDUs that are used.
const (
	axOpen     = 1
	axRegister = 3
	axGet      = 5
	axGetNext  = 6
	axGetBulk  = 7
	axTestSet  = 8
	axCleanup  = 11
	axResponse = 18

	axNetworkOrder = 0x10
	axHeader       = 20
	axTimeout      = 60 // seconds that snmpd waits; tests may be slow
	axNotWritable  = 17
)

// axPDU is one PDU; the byte order is that of the network.
type axPDU struct {
	kind                         byte
	session, transaction, packet uint32
	payload                      []byte
}

// connect opens a session and registers these subtrees. It returns when snmpd has agreed.
func (x *agentX) connect(socket string, roots ...string) error {
	conn, err := net.Dial("unix", socket)
	if err != nil {
		return err
	}
	x.conn, x.session, x.gone = conn, 0, make(chan struct{})
	open := append([]byte{axTimeout, 0, 0, 0}, axOID(nil)...)
	answer, err := x.request(axOpen, axOctets(open, "snmptest"))
	if err != nil {
		return err
	}
	x.session = answer.session
	for _, root := range roots {
		const priority = 127
		register := append([]byte{axTimeout, priority, 0, 0}, axOID(mustOID(root))...)
		if _, err := x.request(axRegister, register); err != nil {
			return fmt.Errorf("register %s: %w", root, err)
		}
	}
	go func() {
		defer close(x.gone)
		x.serve()
	}()
	return nil
}

// close ends the session. It may never have begun.
func (x *agentX) close() {
	if x.conn == nil {
		return
	}
	_ = x.conn.Close()
	if x.gone != nil && x.session != 0 {
		<-x.gone
	}
	x.conn = nil
}

// request is only for the time before serve.
func (x *agentX) request(kind byte, payload []byte) (axPDU, error) {
	x.packet++
	if err := x.write(axPDU{kind, x.session, 0, x.packet, payload}); err != nil {
		return axPDU{}, err
	}
	answer, err := x.read()
	switch {
	case err != nil:
		return answer, err
	case answer.kind != axResponse || len(answer.payload) < 8:
		return answer, fmt.Errorf("AgentX: PDU %d instead of a response", answer.kind)
	}
	if code := binary.BigEndian.Uint16(answer.payload[4:]); code != 0 {
		return answer, fmt.Errorf("AgentX: error %d", code)
	}
	return answer, nil
}

func (x *agentX) read() (axPDU, error) {
	header := make([]byte, axHeader)
	if _, err := io.ReadFull(x.conn, header); err != nil {
		return axPDU{}, err
	}
	if header[2]&axNetworkOrder == 0 {
		return axPDU{}, errors.New("AgentX: not in network byte order")
	}
	number := func(i int) uint32 { return binary.BigEndian.Uint32(header[i:]) }
	p := axPDU{header[1], number(4), number(8), number(12), make([]byte, number(16))}
	_, err := io.ReadFull(x.conn, p.payload)
	return p, err
}

func (x *agentX) write(p axPDU) error {
	b := []byte{1, p.kind, axNetworkOrder, 0}
	for _, n := range []uint32{p.session, p.transaction, p.packet, uint32(len(p.payload))} {
		b = binary.BigEndian.AppendUint32(b, n)
	}
	_, err := x.conn.Write(append(b, p.payload...))
	return err
}
