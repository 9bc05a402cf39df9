/**
 * What of form-js 1.23.0 is said otherwise. The first list is what a person reads or a screen reader says: [expression,
 * what stands there on a Chinese page, what stands before it where the expression alone is not enough]. The second
 * changes how it behaves on our pages: [fragment, what stands there instead].
 */

const WORDS = [
  ["'Value is not a number.'", "'请填写数字。'"],
  ["'Value is expected to ' + (decimalDigits === 0 ? 'be an integer' : `have at most ${decimalDigits} decimal digit${decimalDigits > 1 ? 's' : ''}`) + '.'",
    "decimalDigits === 0 ? '请填写整数。' : `小数最多 ${decimalDigits} 位。`"],
  ['`Please select a valid value, the two nearest valid values are ${previousValue} and ${nextValue}.`',
    '`数值不合规定的间隔，最接近的是 ${previousValue} 和 ${nextValue}。`'],
  ['`Field must match pattern ${validation.pattern}.`', "'格式不对，请按说明填写。'"],
  ["'Field is required.'", "'此项必填。'"],
  ['`Field must have minimum value of ${validation.min}.`', '`不能小于 ${validation.min}。`'],
  ['`Field must have maximum value of ${validation.max}.`', '`不能大于 ${validation.max}。`'],
  ["'Min validation value is not a valid number.'", "'表单里的最小值不是数字，请告诉表单的设计人。'"],
  ["'Max validation value is not a valid number.'", "'表单里的最大值不是数字，请告诉表单的设计人。'"],
  ['`Field must have minimum length of ${validation.minLength}.`', '`至少填写 ${validation.minLength} 个字。`'],
  ['`Field must have maximum length of ${validation.maxLength}.`', '`最多填写 ${validation.maxLength} 个字。`'],
  ["'Field must be a valid  international phone number. (e.g. +4930664040900)'",
    "'请填写带国家代码的电话号码，如 +8613800000000。'"],
  ["'Field must be a valid email.'", "'请填写正确的电子邮箱。'"],
  ["'Date and time must both be entered.'", "'日期和时间都要填写。'"],
  ["'Document reference is not defined.'", "'表单没有写明要显示的文件，请告诉表单的设计人。'"],
  ["'Unable to download document'", "'文件没有下载成功，请稍后再试。'"],
  ['`Download ${fileName}`', '`下载 ${fileName}`'],
  ["'No results'", "'没有匹配的选项'"],
  ["'All values selected'", "'已全部选择'"],
  ["'Select'", "'请选择'", 'valueLabel || '],
  ["'Search'", "'搜索'", 'placeholder: '],
  ["'Search'", "'请选择,可选多个'", 'readonly ? undefined : '],
  ['"Skip to search"', '"跳到搜索"'],
  ['"Remove tag"', '"移除"'],
  ["'Nothing to show.'", "'没有内容。'"],
  ['"Nothing to show."', '"没有内容。"'],
  ['"No content to show."', '"没有内容。"'],
  ['"Previous page"', '"上一页"'],
  ['"Next page"', '"下一页"'],
  ['`Click to sort by ${label} descending`', '`按“${label}”从大到小排列`'],
  ['`Click to sort by ${label} ascending`', '`按“${label}”从小到大排列`'],
  ["'Click to remove sorting'", "'取消排序'"],
  ['"Browse"', '"选择文件"'],
  ["'No files selected'", "'未选择文件'"],
  ['`${files.length} files selected`', '`已选择 ${files.length} 个文件`'],
  ["'Add new'", "'增加一项'"],
  ['`Expand all (${values.length - 1})`', '`全部展开（${values.length - 1}）`'],
  ["'Collapse'", "'收起'"],
  ['`Remove list item ${itemIndex + 1}`', '`删除第 ${itemIndex + 1} 项`'],
  ['"Increment"', '"增加"', '"aria-label": '],
  ['"Decrement"', '"减少"', '"aria-label": '],
  ['getLocaleReadableDateFormat()', "'年/月/日'", 'placeholder: '],
  ["use24h ? 'hh:mm' : 'hh:mm --'", "use24h ? '时：分' : '时：分 --'"],
];

const BEHAVIOUR = [
  // Dates are written as the page's language does, whatever the browser's is: 2027/3/4 and 2027-03-04.
  ["locale = 'default'", "locale = inChinese ? 'zh-CN' : 'en-CA'"],
  // The fields stand inside the page's own form, and HTML knows no form within a form.
  ['jsxs("form", {\n    class: "fjs-form"', 'jsxs("div", {\n    role: "group",\n    class: "fjs-form"'],
];

const either = ([expression, chinese, before = '']) =>
  [`${before}${expression}`, `${before}(inChinese ? ${chinese} : ${expression})`];

/** Every [fragment, what stands there instead]; `inChinese` is that of src/shared/words.js. */
export const PHRASES = [...WORDS.map(either), ...BEHAVIOUR];
