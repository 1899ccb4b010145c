package api

import (
	"strings"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/store"
)

// member is a device as it takes part in sums.
type member struct {
	group   string
	metered bool
	ever    power.Totals
	about   *about
}

// enroll decides which devices are added up, and with which others.
func (l *ledger) enroll() {
	devices, dir := l.selected(l.q.selection())
	by := l.q.word("by", "device")
	l.members, l.first = make(map[store.Key]*member, len(devices)), l.now
	wholes := map[store.Key]bool{}
	for _, d := range l.Store.Devices() {
		wholes[d.Key] = d.Metered
	}
	for i := range devices {
		d := &devices[i]
		if whole, isUnit := wholeOf(d.Key); isUnit && by != "device" && wholes[whole] {
			continue // what it takes is in the whole already
		}
		if d.FirstSeen.Before(l.first) {
			l.first = d.FirstSeen.In(l.now.Location())
		}
		m := &member{metered: d.Metered, ever: d.Sum, about: dir.find(d.Key)}
		switch by {
		case "site":
			m.group = m.about.site
		case "location":
			m.group = m.about.location()
		case "total":
			m.group = "total"
		default:
			m.group = keyName(d.Key)
		}
		l.members[d.Key] = m
	}
}

// wholeOf returns the chain that a device is a unit of, if it may be one: "epdu" of "epdu/2".
func wholeOf(k store.Key) (store.Key, bool) {
	at := strings.LastIndexByte(k.Device, '/')
	if at <= 0 || at == len(k.Device)-1 || strings.Trim(k.Device[at+1:], "0123456789") != "" {
		return k, false
	}
	k.Device = k.Device[:at]
	return k, true
}

// sum adds what a device took to what its group did.
func (l *ledger) sum(sums map[string]*account, key store.Key, t power.Totals) {
	m := l.members[key]
	if m == nil {
		return
	}
	s := sums[m.group]
	if s == nil {
		s = &account{devices: map[store.Key]bool{}}
		sums[m.group] = s
	}
	s.devices[key] = true
	s.sum.Joules += t.Joules
	s.sum.Gap += t.Gap
	s.sum.OnBattery += t.OnBattery
	s.metered = s.metered || m.metered
}

// row is of a group in a period.
func (l *ledger) row(p period, name string, s *account) energyRow {
	row := energyRow{
		Group: name, who: who{Labels: map[string]string{}}, Devices: len(s.devices), Period: p.name,
		Start: l.at(p.start), End: l.at(p.end), GapSeconds: seconds(s.sum.Gap), BatterySec: seconds(s.sum.OnBattery),
	}
	switch l.q.word("by", "device") {
	case "device":
		for key := range s.devices { // the one there is
			row.who = l.members[key].about.who(key)
			row.Group = key.Device + "@" + row.Target
		}
	case "site":
		row.Site = name
	}
	if !s.metered {
		return row
	}
	kWh := s.sum.Joules / joulesPerKWh
	row.Joules, row.KWh = number(s.sum.Joules), number(kWh)
	if price, given := l.q.numbers["price"]; given {
		row.Cost = number(kWh * price)
	}
	if grams, given := l.q.numbers["carbon"]; given {
		row.CarbonKg = number(kWh * grams / 1000)
	}
	return row
}

// nameOf returns the name that a row was sorted by.
func (l *ledger) nameOf(row *energyRow) string {
	if l.q.word("by", "device") == "device" {
		return keyName(store.Key{Protocol: row.Protocol, Address: row.Address, Device: row.Device})
	}
	return row.Group
}
