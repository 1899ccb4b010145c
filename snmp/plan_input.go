package snmp

// settleInputs takes the label off the inputs of devices that have only one: it is
// the main input. A transfer switch has two, even if one of them is not read.
func (b *planner) settleInputs(m *Module, rows []planRow) {
	if m.kind == "ats" {
		return
	}
	inputs := map[int32]map[string]bool{} // of each device
	each := func(do func(c *cell, label int)) {
		for i := range rows {
			if rows[i].row == nil || rows[i].row.input < 0 {
				continue
			}
			for j := range rows[i].cells {
				do(&rows[i].cells[j], rows[i].row.input)
			}
		}
	}
	each(func(c *cell, label int) {
		if inputs[c.device] == nil {
			inputs[c.device] = map[string]bool{}
		}
		inputs[c.device][b.p.places[c.place][label]] = true
	})
	each(func(c *cell, label int) {
		if len(inputs[c.device]) == 1 {
			b.label(c, label, "")
		}
	})
}
