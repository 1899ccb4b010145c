package snmp

import (
	"fmt"
	"io"
	"time"
)

// Memory is what was learned of an agent and makes the next conversation
// cheaper: the engine of SNMPv3 with its keys, and what the agent can bear. Its
// zero value is ready. It is not safe for concurrent use: two conversations with
// one agent at a time need two of it.
type Memory struct {
	security sealed[engine] // nil until it is needed
	traits   traits
}

func (m *Memory) engine() *engine {
	if m.security == nil {
		m.security = seal(engine{})
	}
	return m.security()
}

// String tells nothing: a Memory holds keys.
func (m *Memory) String() string { return "snmp.Memory" }

// Format prints String for every verb of package fmt, so that none shows a key.
func (m *Memory) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, m.String()) }

// forgetAfter is how long weaknesses are remembered: firmware is updated.
const forgetAfter = 24 * time.Hour

// Traits are what an agent can bear.
type traits struct {
	since     time.Time // when the first weakness was found
	varbinds  int       // most variables in a GET or GETNEXT; 0 means no limit was met
	cells     int       // most variables in an answer to GETBULK; 0 means no limit was met
	bulkWorks bool      // an answer to GETBULK was right
	noBulk    bool      // GETNEXT works and GETBULK does not
	value     float64   // mean octets of a value, with its tag and length; 0 means unknown

	singles, bulks proof // of the sizes of GET and GETNEXT, and of GETBULK
}

// proofOf is where the sizes of requests like r are proven.
func (t *traits) proofOf(r request) *proof {
	if r.repetitions > 0 {
		return &t.bulks
	}
	return &t.singles
}

// refresh forgets weaknesses that may be none any more.
func (t *traits) refresh(now time.Time) {
	if !t.since.IsZero() && now.Sub(t.since) > forgetAfter {
		*t = traits{value: t.value}
	}
}

func (t *traits) weak() {
	if t.since.IsZero() {
		t.since = time.Now()
	}
}

// bears sets a limit of variables in one request after a larger one failed.
func (t *traits) bears(varbinds int) {
	t.varbinds = max(varbinds, 1)
	t.weak()
}

func (t *traits) bearsCells(cells int) {
	t.cells = max(cells, 1)
	t.weak()
}

func (t *traits) bearsNoBulk() {
	t.noBulk = true
	t.weak()
}

// weigh follows the mean size of values, slowly.
func (t *traits) weigh(octets, values int) {
	if values == 0 {
		return
	}
	mean := float64(octets) / float64(values)
	if t.value == 0 {
		t.value = mean
	}
	t.value += (mean - t.value) / 8
}

// valueSize is what a value is expected to take, in octets.
func (t *traits) valueSize() int {
	if t.value == 0 {
		return 8
	}
	return int(t.value) + 1
}

// limit bounds n by a limit that is 0 if there is none.
func limit(n, most int) int {
	if most > 0 {
		return min(n, most)
	}
	return n
}
