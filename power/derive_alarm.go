package power

// DeriveAlarm makes the state "alarm" of the number of alarms: where there are any, and
// where the device does not tell the state itself. A number below that of the alarms
// that are told by name counts something else, and is taken back.
func DeriveAlarm(b *Builder) {
	n, ok := b.Find(Alarms)
	if !ok {
		return
	}
	named := 0.0
	for _, r := range b.snap.Readings {
		if r.Quantity == AlarmInfo {
			named++
		}
	}
	if named > n {
		b.remove(Alarms, Place{})
		b.Drop(Alarms.Name(), formatted(n), Contradictory)
	}
	if n > 0 {
		b.snap.Status.Set(Alarm)
	} else if named == 0 && !b.snap.Status.Reportable.Has(Alarm) {
		b.snap.Status.Deny(Alarm)
	}
}
