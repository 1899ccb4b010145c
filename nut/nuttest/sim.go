package nuttest

import (
	"math"
	"strconv"
	"time"
)

// The devices of a [Sim].
const (
	SimOffice     = "office"      // line-interactive UPS whose mains fails every 4 minutes
	SimThreePhase = "data-center" // three-phase UPS with changing loads
	SimPDU        = "rack-pdu"    // switched PDU with 8 outlets
	SimATS        = "rack-ats"    // transfer switch whose first source fails now and then
	SimCloset     = "closet"      // UPS whose driver loses contact for half a minute
)

// Sim is a server whose devices live. It has no clock and no goroutine: the caller ticks it. What
// the devices say depends on nothing but the seed and the time since the first Step.
type Sim struct {
	server  *Server
	devices []simDevice
	begun   time.Time
}

// simDevice computes what a device says so long after the beginning. The code is "" or what the
// server answers instead of the variables.
type simDevice struct {
	name string
	at   func(t time.Duration) (vars map[string]string, code string)
}

// NewSim makes the devices, in the state of the first moment. The server does not listen yet.
func NewSim(seed uint64) *Sim {
	s := &Sim{devices: []simDevice{
		{SimOffice, office{waves(seed + 1)}.at},
		{SimThreePhase, threePhase{waves(seed + 2)}.at},
		{SimPDU, pdu{waves(seed + 3)}.at},
		{SimATS, transferSwitch{waves(seed + 4)}.at},
		{SimCloset, closet{waves(seed + 5)}.at},
	}}
	descriptions := map[string]string{
		SimOffice:     "Office, under the desk",
		SimThreePhase: "Data center, row A",
		SimPDU:        "Rack 12, left",
		SimATS:        "Rack 12, top",
		SimCloset:     "Network closet",
	}
	s.server = NewServer()
	for _, d := range s.devices {
		s.server.units = append(s.server.units, newUnit(Device{
			Name: d.name, Description: descriptions[d.name],
		}))
	}
	s.apply(0)
	return s
}

// Server returns the server, for the caller to Listen and Close.
func (s *Sim) Server() *Server { return s.server }

// Step moves all devices to a moment. The first one is the beginning; those before it count as it.
func (s *Sim) Step(now time.Time) {
	if s.begun.IsZero() {
		s.begun = now
	}
	s.apply(max(0, now.Sub(s.begun)))
}

func (s *Sim) apply(t time.Duration) {
	for _, d := range s.devices {
		vars, code := d.at(t)
		s.server.Replace(d.name, vars)
		s.server.Fail(d.name, code)
	}
}

// waves are what makes values move: smooth, never quite repeating, and the same for the same seed.
type waves uint64

// at returns a value from -1 to 1 that swings about once per period. Different numbers are
// different waves.
func (w waves) at(t time.Duration, number int, period time.Duration) float64 {
	turn := t.Seconds() / period.Seconds()
	return 0.6*math.Sin(2*math.Pi*(turn+w.phase(2*number))) +
		0.4*math.Sin(2*math.Pi*(turn*2.718+w.phase(2*number+1)))
}

// phase spreads numbers evenly over 0 to 1, by the multiplication of SplitMix64.
func (w waves) phase(number int) float64 {
	x := uint64(w)*0x9e3779b97f4a7c15 + uint64(number+1)*0xbf58476d1ce4e5b9
	x ^= x >> 30
	x *= 0x94d049bb133111eb
	x ^= x >> 31
	return float64(x>>11) / (1 << 53)
}

// round cuts a value to what the device shows, so that products are those of the shown values.
func round(v float64, decimals int) float64 {
	scale := math.Pow10(decimals)
	return math.Round(v*scale) / scale
}

func text(v float64, decimals int) string { return strconv.FormatFloat(v, 'f', decimals, 64) }

// whole formats an index or a count.
func whole(n int) string { return strconv.Itoa(n) }
