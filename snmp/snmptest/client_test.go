package snmptest

import (
	"errors"
	"net"
	"os"
	"strings"
	"testing"
	"time"
)

// rawClient sees answers as they are, which libraries would not let through.
type rawClient struct {
	tb   testing.TB
	conn *net.UDPConn
	to   *net.UDPAddr
	id   int64
}

func dial(tb testing.TB, addr string) *rawClient {
	tb.Helper()
	to, err := net.ResolveUDPAddr("udp", addr)
	if err != nil {
		tb.Fatal(err)
	}
	conn, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = conn.Close() })
	return &rawClient{tb: tb, conn: conn, to: to, id: 1000}
}

// reply is one datagram, decoded if that can be.
type reply struct {
	octets    []byte
	from      string
	version   int64
	community string
	pdu       pdu
	err       error
}

func (c *rawClient) send(version int64, p pdu) {
	c.tb.Helper()
	if _, err := c.conn.WriteToUDP(encodeCommunity(version, "public", p), c.to); err != nil {
		c.tb.Fatal(err)
	}
}

// receive waits for a datagram; silence is one without octets.
func (c *rawClient) receive(patience time.Duration) reply {
	c.tb.Helper()
	buffer := make([]byte, maxDatagram)
	_ = c.conn.SetReadDeadline(time.Now().Add(patience))
	n, from, err := c.conn.ReadFromUDP(buffer)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return reply{err: err}
	}
	if err != nil {
		c.tb.Fatal(err)
	}
	r := reply{octets: buffer[:n], from: from.String()}
	outer := fields{rest: r.octets}
	message := outer.sequence()
	r.version, r.community = message.integer(), message.octets()
	r.pdu, r.err = readPDU(message)
	return r
}

func (c *rawClient) request(kind Kind, oids ...string) pdu {
	c.id++
	p := pdu{kind: kind, id: c.id}
	for _, oid := range oids {
		p.binds = append(p.binds, row{mustOID(oid), Null()})
	}
	return p
}

// ask sends a request of v2c and returns its answer, which has to come.
func (c *rawClient) ask(p pdu) reply {
	c.tb.Helper()
	c.send(wireV2c, p)
	r := c.receive(10 * time.Second)
	if r.octets == nil {
		c.tb.Fatalf("no answer to %v", p.kind)
	}
	return r
}

func (c *rawClient) bulk(repetitions int, oids ...string) reply {
	c.tb.Helper()
	p := c.request(GetBulk, oids...)
	p.index = int64(repetitions)
	return c.ask(p)
}

func (c *rawClient) silent(p pdu) {
	c.tb.Helper()
	c.send(wireV2c, p)
	if r := c.receive(60 * time.Millisecond); r.octets != nil {
		c.tb.Errorf("%v of %d is answered", p.kind, len(p.binds))
	}
}

// brief is an answer in short: its error, and the last two numbers of each name with the value.
func (r reply) brief() string {
	if r.err != nil {
		return "undecodable"
	}
	var words []string
	if r.pdu.status != 0 {
		words = append(words, "error", Int(r.pdu.status).Value().Text(), Int(r.pdu.index).Value().Text())
	}
	for _, b := range r.pdu.binds {
		name := strings.Split(b.oid.String(), ".")
		value := b.value.Value().Text()
		switch b.value.Tag {
		case TagNoSuchObject:
			value = "noSuchObject"
		case TagNoSuchInstance:
			value = "noSuchInstance"
		case TagEndOfMibView:
			value = "endOfMibView"
		}
		words = append(words, strings.Join(name[max(0, len(name)-2):], ".")+"="+value)
	}
	return strings.Join(words, " ")
}

// table has two columns of five rows, and a counter behind them.
func table() *Tree {
	t := &Tree{}
	for i := int64(1); i <= 5; i++ {
		index := Int(i).Value().Text()
		t.Set("1.3.6.1.4.1.9.1."+index, Int(10+i))
		t.Set("1.3.6.1.4.1.9.2."+index, Text("row "+index))
	}
	t.Set("1.3.6.1.4.1.9.3.0", Unsigned(TagCounter64, 1<<40))
	return t
}
