-- Starts the server for Markdown, completes as one types, and adds the commands. Set to false before loading,
-- `vim.g.copydesk_enabled` keeps the server off, and `vim.g.copydesk_completion` leaves completion to others.

if vim.g.loaded_copydesk then
  return
end
vim.g.loaded_copydesk = true

local copydesk = require('copydesk')

local function command(name, action, about)
  vim.api.nvim_create_user_command(name, action, { desc = about })
end

command('CopydeskFixAll', copydesk.fix_all, 'Apply every safe fix in this file')
command('CopydeskFormat', copydesk.format, 'Bring the citations of this file to house form')
command('CopydeskExplain', function()
  copydesk.explain()
end, 'Show the page of the rule that speaks at the cursor')
vim.api.nvim_create_user_command('CopydeskCite', function(given)
  copydesk.cite(given.args)
end, { nargs = '?', desc = 'Insert the citation of an address, by default of the one in the clipboard' })
command('CopydeskAdd', function()
  copydesk.add()
end, 'Add the source or actor at the cursor to the house’s lists')
command('CopydeskRestart', copydesk.restart, 'Start the server anew')
command('CopydeskLog', copydesk.log, 'Open the log of language servers')

vim.keymap.set({ 'n', 'i' }, '<Plug>(CopydeskCite)', function()
  copydesk.cite('')
end, { desc = 'Insert the citation of the address in the clipboard' })

-- `:help copydesk` finds its tags, however the plugin was installed.
local doc = vim.fs.joinpath(vim.fs.dirname(vim.fs.dirname(debug.getinfo(1, 'S').source:sub(2))), 'doc')
if vim.fn.filereadable(vim.fs.joinpath(doc, 'tags')) ~= 1 and vim.fn.filewritable(doc) == 2 then
  pcall(vim.cmd.helptags, { args = { doc } })
end

-- Of several findings in a line the worst is shown first; who has said otherwise keeps it.
if vim.diagnostic.config().severity_sort == nil or vim.diagnostic.config().severity_sort == false then
  vim.api.nvim_create_autocmd('LspAttach', {
    group = vim.api.nvim_create_augroup('copydesk.diagnostics', {}),
    once = true,
    desc = 'Show the worst finding of a line first',
    callback = function(event)
      local client = vim.lsp.get_client_by_id(event.data.client_id)
      if client and client.name == 'copydesk' then
        vim.diagnostic.config({ severity_sort = true }, vim.lsp.diagnostic.get_namespace(client.id))
      end
    end,
  })
end

if vim.g.copydesk_completion ~= false then
  vim.api.nvim_create_autocmd('LspAttach', {
    group = vim.api.nvim_create_augroup('copydesk', {}),
    desc = 'Complete sources, dates and names as one types',
    callback = function(event)
      local client = vim.lsp.get_client_by_id(event.data.client_id)
      if client and client.name == 'copydesk' then
        copydesk.complete(client.id, event.buf)
      end
    end,
  })
end

if vim.g.copydesk_enabled ~= false then
  if vim.lsp.enable then
    -- Neovim itself passes over a program that is not there, and says so in its log alone.
    vim.api.nvim_create_autocmd('FileType', {
      group = vim.api.nvim_create_augroup('copydesk.missing', {}),
      pattern = { 'markdown', 'mdx', 'quarto', 'rmd' },
      desc = 'Say it where the server cannot be started',
      callback = function()
        copydesk.missing()
      end,
    })
    vim.lsp.enable('copydesk')
  else
    vim.notify('copydesk needs Neovim 0.11 or later; :checkhealth copydesk says more', vim.log.levels.WARN)
  end
end
