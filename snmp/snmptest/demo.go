package snmptest

import (
	"math"
	"sync"
	"time"
)

// A Demo is an agent whose device lives. It has no clock and no goroutine: the caller ticks it. What
// the device says depends on nothing but the seed and the time since the first Step.
type Demo struct {
	agent *Agent
	at    func(t time.Duration) *Tree

	mu         sync.Mutex
	begun, now time.Time
}

func newDemo(at func(t time.Duration) *Tree) *Demo {
	d := &Demo{agent: NewAgent(at(0)), at: at}
	d.agent.Clock(func() time.Time {
		d.mu.Lock()
		defer d.mu.Unlock()
		return d.now
	})
	return d
}

// Agent returns the agent, for the caller to Listen and Close.
func (d *Demo) Agent() *Agent { return d.agent }

// Step moves the device to a moment. The first one is the beginning; those before it count as it.
func (d *Demo) Step(now time.Time) {
	t := d.elapsed(now)
	d.agent.Replace(d.at(t))
}

func (d *Demo) elapsed(now time.Time) time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.begun.IsZero() {
		d.begun = now
	}
	t := max(0, now.Sub(d.begun))
	d.now = time.Time{}.Add(t) // the agent was made at that zero
	return t
}

// motion is what makes values move, the same for the same seed.
type motion uint64

// at returns a value from -1 to 1: a wave of this period with some noise on it. Different numbers
// are different waves.
func (m motion) at(t time.Duration, number int, period time.Duration) float64 {
	turn := t.Seconds()/period.Seconds() + m.random(number, 0)
	second := uint64(t / time.Second)
	noise := 2*m.random(number, second+1) - 1
	return 0.85*math.Sin(2*math.Pi*turn) + 0.15*noise
}

// random spreads numbers evenly over 0 to 1, by the mixing of SplitMix64.
func (m motion) random(number int, step uint64) float64 {
	x := uint64(m) + uint64(number+1)*0x9e3779b97f4a7c15 + step*0xd1342543de82ef95
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	x ^= x >> 31
	return float64(x>>11) / (1 << 53)
}

// objects fills a tree below a root.
type objects struct {
	tree *Tree
	root string
}

func (o objects) set(oid string, value Value) { o.tree.Set(o.root+"."+oid, value) }

// number sets an INTEGER of a value in units of 1/scale.
func (o objects) number(oid string, value, scale float64) {
	o.set(oid, Int(int64(math.Round(value*scale))))
}

func (o objects) text(oid, text string) { o.set(oid, Text(text)) }

// texts sets scalars or cells, by the first part of their OIDs, with this behind it.
func (o objects) texts(behind string, texts map[string]string) {
	for oid, text := range texts {
		o.text(oid+behind, text)
	}
}

func (o objects) numbers(behind string, numbers map[string]float64) {
	for oid, n := range numbers {
		o.number(oid+behind, n, 1)
	}
}

// system fills the group that every agent has.
func system(tree *Tree, description, objectID, name, location string) {
	o := objects{tree, "1.3.6.1.2.1.1"}
	o.texts(".0", map[string]string{
		"1": description, "4": "facilities@example.org", "5": name, "6": location,
	})
	o.set("2.0", ObjectID(objectID))
	o.set("3.0", Unsigned(TagTimeTicks, 0)) // the agent lets it run
	o.number("7.0", 72, 1)
}
