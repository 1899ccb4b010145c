package snmp

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/gosnmp/gosnmp"
)

// TestMessages holds that requests are, octet by octet, those that gosnmp makes.
func TestMessages(t *testing.T) {
	var many []string
	for i := range 300 {
		many = append(many, fmt.Sprintf("1.3.6.1.4.1.%d.%d.%d.0", i*37, 1<<(i%32), i))
	}
	w := backward{}
	for _, r := range []request{
		{kind: gosnmp.GetRequest, oids: []string{"1.3.6.1.2.1.1.3.0"}},
		{kind: gosnmp.GetNextRequest, oids: []string{"1.3.6.1.2.1.33", "2.999.4294967295", "0.0"}},
		{kind: gosnmp.GetBulkRequest, oids: many[:2], repetitions: 25},
		{kind: gosnmp.GetBulkRequest, oids: many[:9], repetitions: 200},
		{kind: gosnmp.GetRequest, oids: many[:10]},
		{kind: gosnmp.GetRequest, oids: many},
	} {
		for _, id := range []int32{1, 0x7f, 0x80, 0x7fff, 0x8000, 1 << 24, 1<<31 - 1} {
			for version, community := range []string{"public", strings.Repeat("c", maxCommunity)} {
				want := byGosnmp(t, r, id, version, community)
				if got := w.message(int64(version), community, id, r); !bytes.Equal(got, want) {
					t.Fatalf("%d objects, id %d:\n%x, want\n%x", len(r.oids), id, got, want)
				}
			}
		}
	}
}

func byGosnmp(t *testing.T, r request, id int32, version int, community string) []byte {
	t.Helper()
	p := gosnmp.SnmpPacket{
		Version: gosnmp.SnmpVersion(version), Community: community, PDUType: r.kind, RequestID: uint32(id),
		MaxRepetitions: uint32(r.repetitions),
	}
	for _, oid := range r.oids {
		p.Variables = append(p.Variables, gosnmp.SnmpPDU{Name: oid, Type: gosnmp.Null})
	}
	packet, err := p.MarshalMsg()
	if err != nil {
		t.Fatal(err)
	}
	return packet
}
