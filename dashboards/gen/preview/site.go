package main

import (
	"time"

	"github.com/argus-power/argus/dashboards/gen/demo"
)

// moment is a point of the demo's time at a time before now; between two the demo's time runs evenly.
type moment struct {
	ago, at time.Duration
}

// site is a place with devices, and when what happens there.
type site struct {
	name    string
	devices *demo.Devices
	story   []moment
}

// quiet is where the mains of the demo is well.
const quiet = 55 * time.Second

// at is the demo's time so long before now. Where no story is told it goes slowly to and fro in quiet.
func (s *site) at(ago time.Duration) time.Duration {
	for i := 1; i < len(s.story); i++ {
		from, to := s.story[i-1], s.story[i]
		if ago <= from.ago && ago >= to.ago && to.at >= 0 && from.at >= 0 {
			share := float64(from.ago-ago) / float64(from.ago-to.ago)
			return from.at + time.Duration(share*float64(to.at-from.at))
		}
	}
	const period = 5 * time.Hour
	phase := ago % period
	if phase > period/2 {
		phase = period - phase
	}
	return time.Duration(float64(quiet) * float64(phase) / float64(period/2))
}

// cut ends a part of a story.
const cut = -1

func newSites() ([]*site, error) {
	berlin, err := demo.NewDevices(1)
	if err != nil {
		return nil, err
	}
	oslo, err := demo.NewDevices(5)
	if err != nil {
		return nil, err
	}
	const m, s = time.Minute, time.Second
	return []*site{
		{"berlin", berlin, []moment{
			{20*60*m + 10*m, 60 * s},
			{20*60*m + 2*m, 90 * s},
			{20 * 60 * m, cut},
			{250 * m, 60 * s},
			{232 * m, 149 * s},
			{150 * m, 239 * s},
			{149 * m, cut},
			{9 * m, 60 * s},
			{0, 104 * s},
		}},
		{"oslo", oslo, []moment{
			{130 * m, 200 * s},
			{118 * m, 245 * s},
			{95 * m, 299 * s},
			{94 * m, cut},
			{45 * m, 480 * s},
			{0, 497 * s},
		}},
	}, nil
}
