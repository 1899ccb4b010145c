package snmptest

import "time"

// Set changes or adds an instance. It may have been varied before.
func (a *Agent) Set(oid string, value Value) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.vary, mustOID(oid).String())
	a.tree.Set(oid, value)
}

// Delete takes away all instances that an object identifier names or has below it.
func (a *Agent) Delete(root string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.tree.Delete(root)
}

// Vary has the value of an instance computed each time it is read. The function must not call
// methods of the agent.
func (a *Agent) Vary(oid string, value func(now time.Time) Value) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.vary[mustOID(oid).String()] = value
	a.tree.Set(oid, value(a.now()))
}

// Replace gives the agent another tree, at once as a whole. The uptime runs on.
func (a *Agent) Replace(tree *Tree) {
	a.mu.Lock()
	defer a.mu.Unlock()
	first := a.tree == nil
	a.tree = tree.Clone()
	if value, ok := tree.Get(sysUpTime); ok && first {
		ticks, _ := readUint([]byte(value.Data))
		a.upTicks = time.Duration(ticks) * 10 * time.Millisecond
	}
}

// Communities says which communities may read, instead of "public".
func (a *Agent) Communities(names ...string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.communities = map[string]bool{}
	for _, name := range names {
		a.communities[name] = true
	}
}

// MaxSize sets the size of the largest answer in bytes; see [DefaultMaxSize].
func (a *Agent) MaxSize(n int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.maxSize = n
}

// Clock sets where the agent has the time from, and starts sysUpTime and the time of the v3 engine
// anew from what the tree says and from 0.
func (a *Agent) Clock(now func() time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.now = now
	a.started, a.engine.begun = now(), now()
}

// Reboot starts the agent anew: sysUpTime and the time of the v3 engine begin at 0, its boots are
// one more.
func (a *Agent) Reboot() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.upTicks = 0
	a.started, a.engine.begun = a.now(), a.now()
	a.engine.boots++
}

// read returns the value of a row as it is now. The agent is locked.
func (a *Agent) read(r row) Value {
	if len(a.vary) > 0 {
		if value, ok := a.vary[r.oid.String()]; ok {
			return value(a.now())
		}
	}
	if r.value.Tag == TagTimeTicks && len(r.oid) == len(a.upTime) && r.oid.within(a.upTime) {
		up := a.upTicks + a.now().Sub(a.started)
		return Unsigned(TagTimeTicks, uint64(uint32(up/(10*time.Millisecond))))
	}
	return r.value
}
