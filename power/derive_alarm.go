package power

// DeriveAlarm makes the state "alarm" of the number of alarms, where the device
// tells that and not the state itself.
func DeriveAlarm(b *Builder) {
	n, ok := b.Find(Alarms)
	if !ok || b.snap.Status.Reportable.Has(Alarm) {
		return
	}
	if n > 0 {
		b.snap.Status.Set(Alarm)
	} else {
		b.snap.Status.Deny(Alarm)
	}
}
