package collector

import (
	"strings"

	"github.com/argus-power/argus/config"
	"github.com/argus-power/argus/power"
)

// MaxWeight bounds what a [Tracker] remembers of all targets together, in bytes as far as they can be counted: a server
// may tell of a thousand devices, and have any number of names. Real targets take up to 20 KiB each, with hundreds of
// outlets more. What takes more than a part of it alone is not remembered at all.
const (
	MaxWeight = 512 << 20
	partOfOne = 16
)

// snapshotSize is what a snapshot without readings takes in bytes, without its texts.
const snapshotSize = 512

// weigh notes how much a target takes now, and forgets what that leaves no room for; the caller holds the lock.
func (m *memory) weigh(t *target) {
	held := config.HeldOf(t.reader.source)
	for i := range t.known {
		held.Own += weightOf(&t.known[i])
	}
	if held == t.held {
		return
	}
	m.unweigh(t)
	t.held = held
	m.weight += held.Own
	if held.Shared != nil {
		if m.sharing[held.Shared]++; m.sharing[held.Shared] == 1 {
			m.weight += held.SharedSize
		}
	}
}

// unweigh takes off what a target took; the caller holds the lock.
func (m *memory) unweigh(t *target) {
	held := t.held
	t.held = config.Held{}
	m.weight -= held.Own
	if held.Shared == nil {
		return
	}
	if m.sharing[held.Shared]--; m.sharing[held.Shared] == 0 {
		m.weight -= held.SharedSize
		delete(m.sharing, held.Shared)
	}
}

// tooLarge says whether a target takes more than its part.
func (m *memory) tooLarge(t *target) bool {
	return t.held.Own+t.held.SharedSize > m.maxWeight/partOfOne
}

func weightOf(s *power.Snapshot) int {
	n := snapshotSize + len(s.Device)
	for _, text := range infoTexts(&s.Info) {
		n += len(*text)
	}
	for _, word := range s.Status.Other {
		n += 16 + len(word)
	}
	return n
}

func infoTexts(x *power.Info) [8]*string {
	return [...]*string{
		&x.Type, &x.Manufacturer, &x.Model, &x.Serial, &x.Firmware, &x.Name, &x.Location, &x.Protocol,
	}
}

// detached gives what is to be remembered texts of its own: as they were read, a short one can keep the long answer in
// memory that it is a part of. What is known already has them.
func detached(next, known []power.Snapshot) []power.Snapshot {
	for i := range next {
		s := &next[i]
		if i < len(known) && known[i].Device == s.Device && known[i].Info == s.Info {
			s.Device, s.Info = known[i].Device, known[i].Info
		} else {
			s.Device = strings.Clone(s.Device)
			for _, text := range infoTexts(&s.Info) {
				*text = strings.Clone(*text)
			}
		}
		for j, word := range s.Status.Other {
			if j == 0 {
				s.Status.Other = append([]string(nil), s.Status.Other...)
			}
			s.Status.Other[j] = strings.Clone(word)
		}
	}
	return next
}
