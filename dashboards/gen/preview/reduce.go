package main

import (
	"cmp"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"maps"
	"os"
	"slices"
)

// reduce makes a picture small: it keeps the 256 colours that are there most.
func reduce(from, to string) error {
	in, err := os.Open(from) //nolint:gosec // a file of our own
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	shot, err := png.Decode(in)
	if err != nil {
		return err
	}
	bounds := shot.Bounds()
	counts := map[color.RGBA]int{}
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			counts[coarseColor(shot.At(x, y))]++
		}
	}
	most := slices.SortedFunc(maps.Keys(counts), func(a, b color.RGBA) int {
		return cmp.Or(counts[b]-counts[a], int(a.R)-int(b.R), int(a.G)-int(b.G), int(a.B)-int(b.B))
	})
	var palette color.Palette
	for _, c := range most[:min(len(most), 256)] {
		palette = append(palette, c)
	}
	small, nearest := image.NewPaletted(bounds, palette), map[color.RGBA]uint8{}
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			c := coarseColor(shot.At(x, y))
			index, known := nearest[c]
			if !known {
				index = uint8(palette.Index(c)) //nolint:gosec // of 256 colours
				nearest[c] = index
			}
			small.SetColorIndex(x, y, index)
		}
	}
	return write(small, to)
}

// coarseColor leaves differences out that nobody sees.
func coarseColor(c color.Color) color.RGBA {
	r, g, b, _ := c.RGBA()
	const keep = 0xf8
	return color.RGBA{uint8(r>>8) & keep, uint8(g>>8) & keep, uint8(b>>8) & keep, 255} //nolint:gosec // of 8 bits
}

func write(picture image.Image, to string) error {
	out, err := os.Create(to) //nolint:gosec // where the caller wants it
	if err != nil {
		return err
	}
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(out, picture); err != nil {
		_ = out.Close()
		return err
	}
	if err := out.Close(); err != nil {
		return err
	}
	info, err := os.Stat(to)
	if err == nil {
		fmt.Fprintf(os.Stdout, "%s %d kB\n", to, info.Size()/1000)
	}
	return err
}
