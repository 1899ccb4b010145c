package main

import "github.com/grafana/grafana-foundation-sdk/go/dashboard"

const gridWidth = 24

// layout places the panels: rows below each other, and in a row from left to right and line by line.
func layout(sections []section) []dashboard.PanelOrRowPanel {
	var out []dashboard.PanelOrRowPanel
	var id, y uint32
	for _, s := range sections {
		id++
		row := &dashboard.RowPanel{
			Type: "row", Title: new(s.title), Id: id, Collapsed: s.folded, Panels: []dashboard.Panel{},
			GridPos: &dashboard.GridPos{H: 1, W: gridWidth, X: 0, Y: y},
		}
		out = append(out, dashboard.PanelOrRowPanel{RowPanel: row})
		y++
		below := y
		var x, tallest uint32
		for _, p := range s.panels {
			if x+p.w > gridWidth {
				x, y, tallest = 0, y+tallest, 0
			}
			id++
			p.Id = new(id)
			p.GridPos = &dashboard.GridPos{H: p.h, W: p.w, X: x, Y: y}
			x, tallest = x+p.w, max(tallest, p.h)
			if s.folded {
				row.Panels = append(row.Panels, p.Panel)
				continue
			}
			out = append(out, dashboard.PanelOrRowPanel{Panel: &p.Panel})
		}
		y += tallest
		if s.folded {
			y = below // its panels take no room before they are shown
		}
	}
	return out
}
