package main

import (
	"bytes"
	"context"
	"encoding/asn1"
	"errors"
	"net"
	"sync"
	"time"

	"github.com/argus-power/argus/snmp/snmptest"
)

// source is a simulated agent that answers for all agents of the fleet with its recording. Five thousand
// agents of their own would take more of the machine than what is measured: here, most requests find the
// answer that a moment ago another one got, and only the request-id is put in.
type source struct {
	agent *snmptest.Agent
	conn  net.Conn

	mu      sync.Mutex
	answers map[string]answer // by the request without its id
}

type answer struct {
	body []byte // of the message, without the id
	id   int    // where it belongs
	at   time.Time
}

// fresh is how long an answer is used, so that uptimes advance.
const fresh = 5 * time.Second

// front serves one agent of the fleet until ctx is done, request by request as devices do. A dead one
// has its port and nothing else.
func (s *source) front(ctx context.Context, t target, pause time.Duration) error {
	conn, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.ParseIP(t.host), Port: t.port})
	if err != nil {
		return err
	}
	context.AfterFunc(ctx, func() { _ = conn.Close() })
	if t.class == dead {
		return nil
	}
	go func() {
		buffer := make([]byte, 4<<10)
		for {
			n, from, err := conn.ReadFromUDPAddrPort(buffer)
			if err != nil {
				return
			}
			time.Sleep(pause)
			if reply, err := s.reply(buffer[:n]); err == nil {
				_, _ = conn.WriteToUDPAddrPort(reply, from)
			}
		}
	}()
	return nil
}

// reply answers a request as the agent would.
func (s *source) reply(request []byte) ([]byte, error) {
	id, _, body, err := withoutID(request)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	known, ok := s.answers[string(body)]
	if !ok || time.Since(known.at) > fresh {
		if known, err = s.ask(request); err != nil {
			return nil, err
		}
		s.answers[string(body)] = known
	}
	return withID(known, id), nil
}

// ask has the agent answer.
func (s *source) ask(request []byte) (answer, error) {
	_ = s.conn.SetDeadline(time.Now().Add(time.Second))
	if _, err := s.conn.Write(request); err != nil {
		return answer{}, err
	}
	wanted, _, _, err := withoutID(request)
	if err != nil {
		return answer{}, err
	}
	defer s.agent.ResetLog()
	for buffer := make([]byte, 64<<10); ; {
		n, err := s.conn.Read(buffer)
		if err != nil {
			return answer{}, err
		}
		id, at, body, err := withoutID(buffer[:n])
		if err != nil {
			return answer{}, err
		}
		if bytes.Equal(id, wanted) { // and no answer that came too late for the request before
			return answer{body, at, time.Now()}, nil
		}
	}
}

var errNoMessage = errors.New("no message of SNMP v1 or v2c")

// withoutID takes the request-id out of a message: SEQUENCE{version, community, PDU{id, …}}. The lengths of
// message and PDU are left out as well. At is where in the rest it was.
func withoutID(message []byte) (id []byte, at int, rest []byte, err error) {
	var outer, version, community, pdu, number asn1.RawValue
	if _, err = asn1.Unmarshal(message, &outer); err != nil {
		return nil, 0, nil, errNoMessage
	}
	after := outer.Bytes
	for _, part := range []*asn1.RawValue{&version, &community, &pdu} {
		if after, err = asn1.Unmarshal(after, part); err != nil {
			return nil, 0, nil, errNoMessage
		}
	}
	after, err = asn1.Unmarshal(pdu.Bytes, &number)
	if err != nil {
		return nil, 0, nil, errNoMessage
	}
	rest = append(bytes.Clone(version.FullBytes), community.FullBytes...)
	rest = append(rest, pdu.FullBytes[0])
	return bytes.Clone(number.FullBytes), len(rest), append(rest, after...), nil
}

// withID makes an answer the one to the request with this id.
func withID(a answer, id []byte) []byte {
	kind := a.body[a.id-1]
	head, tail := a.body[:a.id-1], a.body[a.id:]
	pdu := tagged(kind, append(bytes.Clone(id), tail...))
	return tagged(0x30, append(bytes.Clone(head), pdu...))
}

// tagged wraps content in a tag and its length.
func tagged(tag byte, content []byte) []byte {
	head := []byte{tag}
	switch n := len(content); {
	case n < 0x80:
		head = append(head, byte(n))
	case n < 0x100:
		head = append(head, 0x81, byte(n))
	default:
		head = append(head, 0x82, byte(n>>8), byte(n))
	}
	return append(head, content...)
}
