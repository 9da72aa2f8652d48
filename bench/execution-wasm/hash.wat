(module
  ;; Rounds of rotations, additions and logic over sixteen words, as hash functions have them.
  (memory 1)
  (func (export "run") (param $blocks i32) (result i32)
    (local $a i32) (local $b i32) (local $c i32) (local $t i32) (local $word i32)
    (local.set $a (i32.const 0x67452301))
    (local.set $b (i32.const 0xefcdab89))
    (local.set $c (i32.const 0x98badcfe))
    (loop $each
      (local.set $t (i32.const 0))
      (loop $rounds
        (local.set $word (i32.load (i32.shl (i32.and (local.get $t) (i32.const 15)) (i32.const 2))))
        (local.set $word (i32.add (i32.add
          (i32.add (i32.rotl (local.get $a) (i32.const 5)) (local.get $word))
          (i32.xor (i32.and (local.get $b) (local.get $c)) (i32.and (i32.xor (local.get $b) (i32.const -1)) (local.get $a)))) (i32.const 0x5a827999)))
        (if (i32.gt_u (local.get $t) (i32.const 39))
          (then (local.set $word (i32.xor (local.get $word) (local.get $b))))
          (else (local.set $word (i32.add (local.get $word) (local.get $c)))))
        (local.set $c (i32.rotl (local.get $b) (i32.const 30)))
        (local.set $b (local.get $a))
        (local.set $a (local.get $word))
        (i32.store (i32.shl (i32.and (local.get $t) (i32.const 15)) (i32.const 2)) (local.get $word))
        (br_if $rounds (i32.lt_u (local.tee $t (i32.add (local.get $t) (i32.const 1))) (i32.const 80))))
      (br_if $each (local.tee $blocks (i32.sub (local.get $blocks) (i32.const 1)))))
    (local.get $a)))
