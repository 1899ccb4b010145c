package snmp

import (
	"context"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A moody agent has a recording, and fails when its script says so.
type moody struct {
	Recording
	script []byte
	calls  int
}

// mood is how it fails this time: as one that has trouble with what was asked, or not at all.
func (m *moody) mood() error {
	m.calls++
	if len(m.script) == 0 {
		return nil
	}
	mood := m.script[0]
	m.script = m.script[1:]
	switch mood % 8 {
	case 1:
		return &AgentError{Status: 5}
	case 2:
		return &silence{single: true}
	case 3:
		return badValue("number", nil)
	case 4:
		return ErrNotIncreasing
	}
	return nil
}

func (m *moody) Next(ctx context.Context, oids []string) ([]Varbind, error) {
	err := m.mood()
	list, _ := m.Recording.Next(ctx, oids)
	if err != nil && m.calls%2 == 0 { // there, and not readable
		list[0].Value = Value{}
	} else if err != nil {
		list[0] = Varbind{}
	}
	return list, err
}

func (m *moody) Columns(ctx context.Context, roots []string, most int) []Column {
	err := m.mood()
	list := m.Recording.Columns(ctx, roots, min(most, 3))
	if err != nil {
		list[0].Err, list[0].Cells = err, list[0].Cells[:len(list[0].Cells)/2]
	}
	return list
}

// agentOf makes an agent of lines "OID|TAG|octets", or "OID|TAGx|octets in hexadecimal", as the octets are decoded that
// come over the wire: a recording may hold what no agent can send, such as half an INTEGER.
func agentOf(text string) (list Recording) {
	for line := range strings.Lines(text) {
		oid, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "|")
		kind, contents, _ := strings.Cut(rest, "|")
		kind, isHex := strings.CutSuffix(kind, "x")
		if octets, err := hex.DecodeString(contents); isHex && err == nil {
			contents = string(octets)
		}
		tag, err := strconv.ParseUint(kind, 10, 8)
		if err != nil || !askable(oid) {
			continue
		}
		if v, err := decodeValue(byte(tag), []byte(contents)); err == nil && v.Exists() {
			list = append(list, Varbind{OID: oid, Value: v})
		}
	}
	slices.SortStableFunc(list, func(a, b Varbind) int { return compareOID(a.OID, b.OID) })
	return slices.CompactFunc(list, func(a, b Varbind) bool { return a.OID == b.OID })
}

// FuzzWalk has an agent with any objects fail at will. The walk ends, takes in order what is there, once and only where
// it was to look, and what is written of it reads back and tells no secret.
func FuzzWalk(f *testing.F) {
	const name, part = "1.3.6.1.2.1.1.5.0|4|card-rackreader\n", "1.3.6.1.4.1.318.1.1.1.2.1.1.1."
	for _, script := range []string{"", "\x01", "\x00\x02\x03\x00\x04", "\x03\x03\x01\x01\x01\x01\x01\x01\x01\x01\x01"} {
		f.Add(name+part+"1|2|1\n"+part+"2|70|23456789\n"+part+"3|4|12:34:56:78:9A:BC\n"+
			part+"4|64x|0a000007\n", script)
		f.Add("1.3.6.1.4.1.318.2.1|4|skipped\n1.3.6.1.4.1.4294967295.1|68x|9f780442f60000\n1.3.6.1.4.1|2|1\n", script)
		f.Add("1.3.6.1.4.1.99999.1.0|4x|ff5261636b52656164657200\n1.3.6.1.4.1.99999.2.0|6x|2b0601\n"+
			"1.3.6.1.4.1.99999.114.97.99.107.114.101.97.100.101.114|2|1\n", script)
	}
	f.Fuzz(func(t *testing.T, objects, script string) {
		r := agentOf(objects)
		if len(r) > 200 {
			return
		}
		agent := &moody{Recording: r, script: []byte(script)}
		var taken Recording
		w := Walk{Agent: agent, Roots: WalkRoots(), Skip: WalkSkips(), Take: func(list []Varbind) error {
			taken = append(taken, list...)
			return nil
		}}
		_ = w.Run(t.Context())
		if most := 20*(len(r)+len(script)) + 200; agent.calls > most {
			t.Errorf("%d calls for %d objects", agent.calls, len(r))
		}
		checkTaken(t, &w, r, taken)
		checkRedacted(t, taken)
	})
}

func checkTaken(t *testing.T, w *Walk, r, taken Recording) {
	t.Helper()
	for i, v := range taken {
		n, there := r.find(v.OID)
		if !there || !same(r[n].Value, v.Value) {
			t.Errorf("%s is taken, which is not there", v.OID)
		}
		if i > 0 && compareOID(taken[i-1].OID, v.OID) >= 0 {
			t.Errorf("%s before %s", taken[i-1].OID, v.OID)
		}
		below := slices.ContainsFunc(w.Roots, func(root string) bool { return v.OID == root || isBelow(v.OID, root) })
		if !below || w.skipped(v.OID) != "" {
			t.Errorf("%s is taken, which was not asked for", v.OID)
		}
	}
}

// checkRedacted writes it as argus walk does, and reads it again.
func checkRedacted(t *testing.T, taken Recording) {
	t.Helper()
	const secret = "rackreader"
	r := NewRedactor(nil, nil)
	r.Secret(secret)
	r.Notice(taken)
	var text strings.Builder
	var want Recording
	for _, v := range taken {
		v, verdict := r.Redact(v)
		if verdict == LeftOut {
			continue
		}
		want = append(want, v)
		text.WriteString(FormatRecorded(v) + "\n")
	}
	if strings.Contains(strings.ToLower(text.String()), secret) {
		t.Errorf("it tells the secret: %q", text.String())
	}
	got, err := ReadRecording(strings.NewReader(text.String()))
	equal := func(a, b Varbind) bool { return a.OID == b.OID && same(a.Value, b.Value) }
	if err != nil || !slices.EqualFunc(got, want, equal) {
		t.Errorf("%q reads back as %v, want %v: %v", text.String(), got, want, err)
	}
}
