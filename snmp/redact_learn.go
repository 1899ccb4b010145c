package snmp

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// maxLearnt bounds the names of one column.
const maxLearnt = 4096

// Learn reads the names and serial numbers of an agent ahead, so that they can be
// replaced in texts that come before them. After an error a part is known.
func (r *Redactor) Learn(ctx context.Context, a agent) error {
	roots := r.known.telling()
	asked := make([]string, len(roots))
	for i, root := range roots { // what follows the object is its instance
		asked[i] = strings.TrimSuffix(root, ".0")
	}
	found, err := a.Next(ctx, asked)
	var columns []string
	for i, v := range found {
		_, below := under(v.OID, roots[i])
		switch {
		case v.OID == roots[i] && v.OID != "":
			r.learn(v)
		case below:
			columns = append(columns, roots[i])
		}
	}
	if err != nil && !local(err) {
		return fmt.Errorf("read names ahead: %w", err)
	}
	errs := []error{}
	if len(columns) > 0 {
		for _, c := range a.Columns(ctx, columns, maxLearnt) {
			errs = append(errs, c.Err)
			r.learnCells(c)
		}
	}
	for _, m := range r.known.codecs {
		errs = append(errs, r.learnCodec(ctx, a, m))
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("read names ahead: %w", err)
	}
	return nil
}

func (r *Redactor) learnCells(c Column) {
	for _, cell := range c.Cells {
		r.learn(Varbind{OID: c.Root + "." + cell.Index, Value: cell.Value})
	}
}

// learn remembers the value of one instance.
func (r *Redactor) learn(v Varbind) {
	if r.keeps(v.OID) {
		return
	}
	o := r.known.of(v.OID)
	if r.named[v.OID] {
		o.is |= isPart
	}
	switch {
	case o.is&isOwn != 0:
		text := strings.TrimSpace(v.Value.Text())
		if v.Value.Type != Bytes {
			r.secrets.add(serialAlias, text, false)
		} else if !o.means(text) {
			r.text(text, o)
		}
	case o.is&isModel != 0:
		r.publish(v.Value.Text())
	}
}

// learnCodec has a codec say which instances are names.
func (r *Redactor) learnCodec(ctx context.Context, a agent, m *Module) error {
	next, err := a.Next(ctx, []string{m.root})
	if err != nil || len(next) == 0 {
		return err
	}
	if _, below := under(next[0].OID, m.root); !below {
		return nil
	}
	t := newTree()
	columns := make([]string, len(m.codec.columns))
	for i, column := range m.codec.columns {
		columns[i] = m.root + column
	}
	for _, c := range a.Columns(ctx, columns, maxRows) {
		err = errors.Join(err, c.Err)
		t.add(c)
	}
	rows, _ := m.codec.rows(m.root, t)
	for _, row := range rows {
		if !isNaming(row.Quantity) {
			continue
		}
		v := Varbind{OID: row.OID, Value: t.value(row.OID)}
		text := strings.ToLower(v.Value.Text())
		if r.known.of(row.OID).is&isCoded != 0 || isOptics(text) || isAlarmName(text) {
			continue // the codec would read something else
		}
		r.named[row.OID] = true
		r.learn(v)
	}
	return err
}

// telling lists the objects and columns that tell names, serial numbers and models.
func (o *knownObjects) telling() []string {
	var list []string
	for column, uses := range o.byColumn {
		if slices.ContainsFunc(uses, func(u use) bool { return u.is&^isCoded != 0 }) {
			list = append(list, column)
		}
	}
	slices.SortFunc(list, compareOID)
	return list
}
